// Every count of the page, made of the posts that the reader chose. No word and no drawing is here.

const WITHOUT = -2; // the choice of what has no section, no byline or no tag
const SPARK_MONTHS = 24;
const MIDNIGHT = 24; // the hour of what is dated to midnight to the second, as a date without a time is written
/** Counts of a section, an author, a tag or a site: in the period, in those it is compared with, in the last 364 days
 * (`year52`), and by month. `nowBefore` and `nowYear` count only sites that stood in the period compared with. */
class Row {
  now = 0; nowBefore = 0; nowYear = 0; before = 0; year = 0; credit = 0; year52 = 0; twice = 0; stories = 0;
  first = Infinity; last = -Infinity; months = new Array(SPARK_MONTHS).fill(0);
  words = /** @type {number[]} */ ([]);
  constructor(/** @type {number} */ key) { this.key = key; }
}
/** Return 1 for each post that the reader chose.
 * @param {Data} D @param {Record<string, any>} choice @returns {Uint8Array} */
function maskPosts(D, choice) {
  const { P } = D, mask = new Uint8Array(P.n).fill(1);
  const keep = /** @param {(i: number) => boolean} test */ test => {
    for (let i = 0; i < P.n; i++) if (mask[i] && !test(i)) mask[i] = 0;
  };
  if (choice.site !== NONE) keep(i => P.site[i] === choice.site);
  if (choice.section !== NONE) keep(i => P.section[i] === (choice.section === WITHOUT ? NONE : choice.section));
  if (choice.lang !== NONE) keep(i => P.lang[i] === choice.lang);
  for (const [key, lists, column] of [["author", D.bylines, P.byline], ["tag", D.tag_sets, P.tags]]) {
    if (choice[key] === NONE) continue;
    if (choice[key] === WITHOUT) { keep(i => column[i] < 0 && (key !== "tag" || i >= P.months)); continue; } // of a month no tag is known
    const has = lists.map((/** @type {number[]} */ list) => list.includes(choice[key]));
    keep(i => column[i] >= 0 && has[column[i]]);
  }
  if (choice.q) {
    D.lowerTitles ??= D.texts.title.map((/** @type {string} */ title) => title.toLocaleLowerCase());
    const words = choice.q.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    keep(i => hasTexts(D, i) && words.every((/** @type {string} */ word) => D.lowerTitles[i - D.texts.first].includes(word)));
  }
  return mask;
}
/** Return every count of the chosen posts, told as of a place's day. `unit` says whether a story or each post counts.
 * @param {Data} D @param {Uint8Array} mask @param {Place} place @param {Period} period @param {Unit} unit */
function countPosts(D, mask, place, period, unit) {
  const { P } = D, { asOf } = place, weight = unit === "post" ? P.posts : P.stories;
  const start = mondayOf(Math.min(place.first, asOf)), size = Math.max(1, Math.floor((asOf - start) / WEEK) + 1);
  const month = monthOf(asOf), firstMonth = monthOf(Math.min(place.first, asOf)), months = month - firstMonth + 1;
  const ints = /** @param {number} n */ n => new Int32Array(n);
  const C = {
    start, week: ints(size), weekPosts: ints(size), day: ints(asOf - start + 8), firstMonth, month: ints(months),
    monthPosts: ints(months), monthStories: ints(months), monthTwice: ints(months), hours: ints(168), weekdays: ints(7), ages: ints(7),
    now: 0, nowBefore: 0, nowYear: 0, before: 0, year: 0, since: 0, known: 0, posts: 0, repeats: 0, stories: 0, twice: 0, timeless: 0, midnights: 0,
    untagged: 0, unsigned: 0, orphans: 0, last: -Infinity,
    words: /** @type {number[]} */ ([]), wordsYear: /** @type {number[]} */ ([]), list: /** @type {number[]} */ ([]),
    sections: /** @type {Row[]} */ ([]), authors: /** @type {Row[]} */ ([]), tags: /** @type {Row[]} */ ([]),
    unsectioned: new Row(NONE), pairs: /** @type {Map<string, number>} */ (new Map()),
  };
  for (let i = 0; i < P.n; i++) {
    const day = P.day[i];
    if (!mask[i] || day > asOf) continue;
    const n = weight[i], isNow = day >= period.from && day <= period.to, at = P.month[i] - firstMonth, isMonth = i < P.months;
    C.weekPosts[Math.floor((day - start) / WEEK)] += P.posts[i];
    C.monthPosts[at] += P.posts[i];
    if (!isMonth) C.monthStories[at] += P.stories[i];
    const isTwice = P.copies[i] > 0;
    if (isTwice) C.monthTwice[at]++;
    if (isNow) { C.posts += P.posts[i]; C.repeats += P.posts[i] - P.stories[i]; if (!isMonth) C.stories += P.stories[i]; if (isTwice) C.twice++; }
    if (!n) continue;
    const site = P.site[i], isBefore = isWithin(period.before, day) && period.stoodBefore[site] === 1;
    const isYear = isWithin(period.year, day) && period.stoodYear[site] === 1;
    C.week[Math.floor((day - start) / WEEK)] += n;
    C.day[day - start] += n;
    C.month[at] += n;
    C.ages[Math.min(6, Math.floor((asOf - day) / 365.25))] += n;
    if (day > C.last) C.last = day;
    if (isNow) {
      C.now += n;
      if (period.stoodBefore[site]) C.nowBefore += n;
      if (period.stoodYear[site]) C.nowYear += n;
      if (P.byline[i] < 0) C.unsigned += n;
      if (!isMonth) { // of a month no day, no tag, no link and no copy is known
        C.known += n;
        if (P.tags[i] < 0) C.untagged += n;
        if (!P.linkedBy[i]) C.orphans += n;
        C.weekdays[weekdayOf(day)] += n;
        if (P.hour[i] < 0) C.timeless += n; else C.hours[weekdayOf(day) * 24 + P.hour[i] % MIDNIGHT] += n;
        if (P.hour[i] === MIDNIGHT) C.midnights += n;
        C.words.push(P.words[i]);
        C.list.push(i);
      }
    } else if (period.isWhole && day > period.to) { // after the last whole week or month: listed, not counted
      C.since += n;
      C.list.push(i);
    }
    if (isBefore) C.before += n;
    if (isYear) { C.year += n; if (!isMonth) C.wordsYear.push(P.words[i]); }
    const back = month - P.month[i], byline = P.byline[i] < 0 ? [] : D.bylines[P.byline[i]];
    const add = /** @param {Row} row @param {number} share */ (row, share) => {
      if (isNow) {
        row.now += n;
        row.credit += n * share;
        if (period.stoodBefore[site]) row.nowBefore += n;
        if (period.stoodYear[site]) row.nowYear += n;
        if (!isMonth) { row.stories += P.stories[i]; row.words.push(P.words[i]); }
        if (isTwice) row.twice++;
      }
      if (isBefore) row.before += n;
      if (isYear) row.year += n;
      if (day > asOf - 364) row.year52 += n;
      if (day < row.first) row.first = day;
      if (day > row.last) row.last = day;
      if (back < SPARK_MONTHS) row.months[SPARK_MONTHS - 1 - back] += n;
    };
    add(P.section[i] < 0 ? C.unsectioned : C.sections[P.section[i]] ??= new Row(P.section[i]), 1);
    for (const author of byline) add(C.authors[author] ??= new Row(author), 1 / byline.length);
    if (P.tags[i] >= 0) for (const tag of D.tag_sets[P.tags[i]]) add(C.tags[tag] ??= new Row(tag), 1);
    if (isNow) countPairs(C.pairs, byline, n);
  }
  const [sections, authors, tags] = [C.sections, C.authors, C.tags].map(rows => rows.filter(Boolean)); // not every name was met
  return { ...C, sections, authors, tags, ...sumDays(C.day, start) };
}
/** @typedef {ReturnType<typeof countPosts>} Counts */
/** @param {Map<string, number>} pairs @param {number[]} byline @param {number} n */
function countPairs(pairs, byline, n) {
  for (let a = 0; a < byline.length; a++) {
    for (let b = a + 1; b < byline.length; b++) {
      const key = `${Math.min(byline[a], byline[b])} ${Math.max(byline[a], byline[b])}`;
      pairs.set(key, (pairs.get(key) ?? 0) + n);
    }
  }
}
/** @param {Int32Array} days @param {number} start */
function sumDays(days, start) {
  const sums = new Float64Array(days.length + 1);
  for (let i = 0; i < days.length; i++) sums[i + 1] = sums[i] + days[i];
  const clip = /** @param {number} day */ day => Math.max(0, Math.min(days.length, day - start));
  return {
    /** Return the count from a day to another. @param {number} from @param {number} to */
    sum: (from, to) => sums[clip(to + 1)] - sums[clip(from)],
    /** Return the count of each day from a day to another. @param {number} from @param {number} to */
    days: (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => days[from + i - start] ?? 0),
  };
}
/** Return the counts of each site, each in its own period; null for a site without a story.
 * @param {Data} D @param {Uint8Array} mask @param {Record<string, any>} choice */
function countSites(D, mask, choice) {
  const { P } = D, weight = choice.unit === "post" ? P.posts : P.stories;
  const found = D.sites.map((site, i) => (site.isEmpty ? null : {
    row: new Row(i), period: openPeriod(D, site, choice.period, choice.from, choice.to), month: monthOf(site.asOf),
    asOf: site.asOf, authors: new Set(), known: 0, untagged: 0,
  }));
  for (let i = 0; i < P.n; i++) {
    const site = found[P.site[i]];
    if (!mask[i] || site === null || !weight[i] || P.day[i] > site.asOf) continue;
    const { row, period } = site, day = P.day[i], back = site.month - P.month[i];
    if (day > row.last) row.last = day;
    if (back >= 0 && back < SPARK_MONTHS) row.months[SPARK_MONTHS - 1 - back] += weight[i];
    if (isWithin(period.year, day)) row.year += weight[i];
    if (day < period.from || day > period.to) continue;
    row.now += weight[i];
    if (P.copies[i]) row.twice++;
    if (i >= P.months) {
      row.stories += P.stories[i];
      row.words.push(P.words[i]);
      site.known += weight[i];
      if (P.tags[i] < 0) site.untagged += weight[i];
    }
    if (P.byline[i] >= 0) for (const author of D.bylines[P.byline[i]]) site.authors.add(author);
  }
  return found;
}
/** Return the topics of the last 13 whole weeks tested against the 52 before, with the number of stories in both.
 * @param {Data} D @param {Uint8Array} mask @param {Place} place */
function countTopics(D, mask, place) {
  const { P } = D, monday = mondayOf(place.asOf), topics = D.topics.names.length;
  const now = new Int32Array(topics), then = new Int32Array(topics);
  let allNow = 0, allThen = 0;
  for (let i = P.n - 1; i >= 0 && P.day[i] >= monday - 65 * WEEK; i--) {
    if (!mask[i] || !P.stories[i] || P.day[i] >= monday) continue;
    const isNow = P.day[i] >= monday - 13 * WEEK;
    if (isNow) allNow++; else allThen++;
    for (const topic of D.about.get(i) ?? []) if (isNow) now[topic]++; else then[topic]++;
  }
  return { allNow, allThen, tests: testTopics(now, then, allNow, allThen) };
}
/** Return the value below which a share of sorted values lies; null without any. @param {ArrayLike<number>} sorted @param {number} share */
const quantile = (sorted, share) => (sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : null);
/** Return whole numbers in order; a typed array sorts ten times as fast. @param {number[]} values */
const sortNumbers = values => Int32Array.from(values).sort();
/** Return the median; null without values. @param {number[]} values */
const median = values => quantile(sortNumbers(values), 0.5);
