// How much: bars of weeks or months, and a calendar of days above the one a year before.

const isNarrow = () => innerWidth < 600;
/** @param {State} S */
function amountBlock(S) {
  const { D, C, place, period, unit, choice } = S;
  if (place.isEmpty) return null;
  const year = { now: C.now, nowLike: C.nowYear, then: period.year ? C.year : null };
  const before = { now: C.now, nowLike: C.nowBefore, then: period.before ? C.before : null };
  const answer = sayAmount({ year, before, when: period.when, unit });
  const range = period.year ?? period.before, isLike = range && (period.year ? year : before).nowLike === C.now && range[0] >= (D.P.months ? D.P.day[D.P.months] : -Infinity);
  const note = C.known < C.now ? [] : C.now ? sayDays({ days: C.days(period.from, period.to), then: isLike ? C.days(range[0], range[1]) : null, when: period.year ? "a year before" : "in the time before", unit })
    : [C.last > -Infinity ? `The newest is from ${formatDay(C.last)}.` : ""];
  const toggle = html("div", { class: "toggle", role: "group", "aria-label": "Periods of the bars" }, ["week", "month"].map(by => html("button", {
    type: "button", "data-f": `by:${by}`, "aria-pressed": String(choice.by === by), onclick: () => choose({ by }), text: by === "week" ? "Weeks" : "Months" })));
  const bars = choice.by === "week" ? weekBars(S) : monthBars(S), unitName = pluralOf(unit);
  const legend = [["bar", `${unitName} in the period`], ["off", "outside it"], ...(C.posts > C.now ? [["more", "posts that repeat a story"]] : []), bars.legend];
  return block("how-much", "How much", answer, { note, tables: [choice.by === "week" ? "cadence.weekly" : "cadence.monthly"], ui: D.ui }, toggle,
    figure(width => drawBars(width, { ...bars, says: `${unitName} a ${choice.by}, ${bars.bars.length} of them. ${plainText(answer)}.` }), legend),
    foldedTable(`${unitName} a ${choice.by}`, [texts(choice.by === "week" ? "Week of" : "Month"), numbers(unitName), numbers("Posts"), numbers("A year before")], bars.rows), calendar(S));
}
/** @param {State} S */
function weekBars({ C, place, period, unit }) {
  const end = C.week.length - (place.isAtRest ? 1 : 0), begin = Math.max(0, end - (isNarrow() ? 52 : 104));
  const index = Array.from({ length: end - begin }, (_, i) => begin + i), monday = /** @param {number} i */ i => C.start + i * WEEK;
  const isRunning = /** @param {number} i */ i => monday(i) + 6 > place.asOf;
  const mean = /** @param {number} i */ i => (i < 11 || isRunning(i) ? null : sum(C.week.slice(i - 11, i + 1)) / 12);
  const bars = index.map(i => ({
    n: C.week[i], more: C.weekPosts[i] - C.week[i], isOff: monday(i) < period.from || monday(i) > period.to,
    text: `Week of ${formatDay(monday(i))}: ${formatCount(C.week[i], unit)}${repeatsOf(C.week[i], C.weekPosts[i])}${i >= 52 ? `; a year before ${formatNumber(C.week[i - 52])}` : ""}${isRunning(i) ? " (not over)" : ""}`,
    choose: () => choose({ period: "own", from: monday(i), to: monday(i) + 6 }),
  }));
  const labels = index.flatMap((i, place) => { // the week with the first of a quarter
    const month = monthOf(monday(i) + 6), isFirst = month > monthOf(monday(i) - 1) && month % 3 === 0;
    return isFirst ? [/** @type {[number, string]} */ ([place, month % 12 ? shortMonth(month) : String(month / 12)])] : [];
  });
  return { bars, labels, line: index.map(mean), legend: ["mean", "mean of 12 weeks"],
    rows: () => [...index].reverse().map(i => [dated(formatIso(monday(i))), C.week[i], C.weekPosts[i], i >= 52 ? C.week[i - 52] : null]) };
}
/** @param {State} S */
function monthBars({ C, place, period, unit }) {
  const end = C.month.length, begin = Math.max(0, end - (isNarrow() ? 36 : 96));
  const index = Array.from({ length: end - begin }, (_, i) => begin + i), month = /** @param {number} i */ i => C.firstMonth + i;
  const bars = index.map(i => {
    const first = firstDayOf(month(i)), last = firstDayOf(month(i) + 1) - 1;
    return {
      n: C.month[i], more: C.monthPosts[i] - C.month[i], tick: i >= 12 ? C.month[i - 12] : null, isOff: last < period.from || first > period.to,
      text: `${formatMonth(month(i))}: ${formatCount(C.month[i], unit)}${repeatsOf(C.month[i], C.monthPosts[i])}${i >= 12 ? `; a year before ${formatNumber(C.month[i - 12])}` : ""}${last > place.asOf ? " (not over)" : ""}`,
      choose: () => choose({ period: "own", from: first, to: last }),
    };
  });
  const labels = index.flatMap((i, at) => (month(i) % 12 === 0 ? [/** @type {[number, string]} */ ([at, String(month(i) / 12)])] : []));
  return { bars, labels, line: undefined, legend: ["tick", "the same month a year before"],
    rows: () => [...index].reverse().map(i => [formatMonth(month(i)), C.month[i], C.monthPosts[i], i >= 12 ? C.month[i - 12] : null]) };
}
/** @param {number} n @param {number} posts */
const repeatsOf = (n, posts) => (posts > n ? `, ${formatNumber(posts)} posts` : "");
/** @param {State} S */
function calendar({ C, place, period, unit }) {
  const bounds = shadeBounds(C.day.slice(-734)), end = mondayOf(place.asOf) - (place.isAtRest ? WEEK : 0), isOld = place.first < end - 364;
  const square = /** @param {number} day */ day => {
    if (day > place.asOf || day < place.first) return null;
    const n = C.day[day - C.start] ?? 0, isChosen = period.key === "own" && day >= period.from && day <= period.to;
    return { shade: shadeOf(n, bounds), isChosen, text: `${formatLongDay(day)}: ${formatCount(n, unit)}`, choose: () => choose({ period: "own", from: day, to: day }) };
  };
  const draw = /** @param {number} width */ width => {
    const weeks = width < 520 ? 26 : 53, dayOf = /** @param {number} i */ i => end - (weeks - 1 - i) * WEEK;
    const strip = /** @param {number} back */ back => WEEKDAYS.map((name, weekday) => /** @type {[string, any[]]} */ (
      [weekday % 2 ? "" : name.slice(0, 3), Array.from({ length: weeks }, (_, i) => square(dayOf(i) - back + weekday))]));
    const columns = Array.from({ length: weeks }, (_, i) => i).filter(i => monthOf(dayOf(i) + 6) > monthOf(dayOf(i) - 1))
      .map(i => /** @type {[number, string]} */ ([i, shortMonth(monthOf(dayOf(i) + 6))]));
    return drawSquares(width, { rows: isOld ? [...strip(0), ["", []], ...strip(364)] : strip(0), columns,
      says: `A calendar of ${weeks} weeks${isOld ? ", and below it the same weeks of the year before" : ""}: a square a day, the darker the more.` });
  };
  return html("div", {}, html("h3", { text: isOld ? "Day by day, and the same weeks a year before" : "Day by day" }), figure(draw, shadeLegend(bounds)));
}
