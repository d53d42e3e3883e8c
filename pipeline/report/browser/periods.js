// Periods: which days are looked at, and with which they are compared. A comparison is one of whole periods, and of the
// sites that had begun.

/** Days from `from` to `to`. `before` are as many days just before, `year` the same ones a year before: null where no
 * site had begun. `stoodBefore` and `stoodYear` tell for each site whether it had.
 * @typedef {{key: string, from: number, to: number, when: string, isWhole: boolean, before: number[] | null,
 *   year: number[] | null, stoodBefore: Uint8Array, stoodYear: Uint8Array}} Period */
/** Names of the periods by their key; `own` has days of the reader's choice. */
const PERIODS = { now: "this week", w: "last week", m: "last month", q: "last quarter", "13w": "last 13 weeks", "52w": "last 52 weeks", y: "this year", all: "all time", own: "from … to …" };
const LEAST_STORIES = 10; // in 13 weeks, for these to say something
/** Return the period to begin with: 13 weeks, or 52 where 13 have too few stories. @param {Data} D @param {Place} place */
function defaultPeriod(D, place) {
  const to = mondayOf(place.asOf), { P } = D;
  let stories = 0;
  for (let i = P.n - 1; i >= 0 && P.day[i] >= to - 13 * WEEK; i--) if (P.day[i] < to && place.sites.includes(P.site[i])) stories += P.stories[i];
  return stories < LEAST_STORIES ? "52w" : "13w";
}
/** Return a period of a place, by its key.
 * @param {Data} D @param {Place} place @param {string} key @param {number | null} [from] @param {number | null} [to]
 * @returns {Period} */
function openPeriod(D, place, key, from = null, to = null) {
  const days = rangesOf(place, key, from, to);
  const stood = (/** @type {number[] | null} */ range) => Uint8Array.from(D.sites, (site, i) =>
    range !== null && place.sites.includes(i) && !site.isEmpty && range[0] >= mondayOf(site.first) ? 1 : 0);
  const stoodBefore = stood(days.before), stoodYear = stood(days.year);
  return {
    key, ...days, isWhole: ["w", "13w", "52w", "m", "q"].includes(key), stoodBefore, stoodYear,
    before: stoodBefore.includes(1) ? days.before : null, year: stoodYear.includes(1) ? days.year : null,
  };
}
/** @param {Place} place @param {string} key @param {number | null} from @param {number | null} to */
function rangesOf(place, key, from, to) {
  const { asOf } = place, monday = mondayOf(asOf), month = monthOf(asOf);
  const weeks = (/** @type {number} */ n, /** @type {string} */ when) => ({
    from: monday - n * WEEK, to: monday - 1, when, before: [monday - 2 * n * WEEK, monday - n * WEEK - 1],
    year: [monday - n * WEEK - 364, monday - 365],
  });
  const wholeMonth = (/** @type {number} */ first, months = 1) => [firstDayOf(first), firstDayOf(first + months) - 1];
  switch (key) {
    case "now": return { from: monday, to: asOf, when: "this week so far", before: [monday - WEEK, asOf - WEEK], year: [monday - 364, asOf - 364] };
    case "w": return weeks(1, "last week");
    case "52w": return weeks(52, "in the last 52 weeks");
    case "m": {
      const [first, last] = wholeMonth(month - 1);
      return { from: first, to: last, when: `in ${formatMonth(month - 1)}`, before: wholeMonth(month - 2), year: wholeMonth(month - 13) };
    }
    case "q": {
      const quarter = month - month % 3 - 3, [first, last] = wholeMonth(quarter, 3);
      return { from: first, to: last, when: `in the ${["first", "second", "third", "fourth"][quarter % 12 / 3]} quarter of ${Math.floor(quarter / 12)}`,
        before: wholeMonth(quarter - 3, 3), year: wholeMonth(quarter - 12, 3) };
    }
    case "y": {
      const january = month - month % 12, first = firstDayOf(january), gone = asOf - first;
      return { from: first, to: asOf, when: `in ${Math.floor(month / 12)} so far`, before: [first - gone - 1, first - 1],
        year: [firstDayOf(january - 12), firstDayOf(january - 12) + gone] };
    }
    case "all": return { from: place.first, to: asOf, when: `since ${formatDay(place.first)}`, before: null, year: null };
    case "own": {
      const ends = [from ?? place.first, to ?? asOf], first = Math.min(...ends), last = Math.max(...ends), n = last - first + 1;
      return { from: first, to: last, when: n === 1 ? `on ${formatDay(first)}` : `from ${formatDay(first)} to ${formatDay(last)}`,
        before: [first - n, first - 1], year: n <= 364 ? [first - 364, last - 364] : null };
    }
    default: return weeks(13, "in the last 13 weeks");
  }
}
/** @param {number[] | null} range @param {number} day */
const isWithin = (range, day) => range !== null && day >= range[0] && day <= range[1];
