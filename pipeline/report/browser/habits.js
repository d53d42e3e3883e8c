// Habits: when stories come, how long they are, how many are told again.

const LEAST = 5, TOLD_AT_FIRST = 8, LENGTHS = [0, 100, 200, 300, 400, 600, 800, 1200, 1600, 2400, 3200];
/** @param {string} id @param {string} question @param {State} S */
const fewBlock = (id, question, { C, unit }) => block(id, question, sayFew({ now: C.now, unit }), { note: [`It takes ${LEAST} ${pluralOf(unit)}.`] });
/** @param {State} S */
function whenBlock(S) {
  const { D, C, unit, place } = S;
  if (place.isEmpty) return null;
  if (C.known < LEAST) return fewBlock("when", "When", S);
  const timeless = C.timeless + C.midnights, hasHours = timeless <= 0.5 * C.known, days = [...C.weekdays];
  const hours = Array.from({ length: 24 }, (_, hour) => sum(WEEKDAYS.map((_, weekday) => C.hours[weekday * 24 + hour])));
  const answer = sayWhen({ days, hours: hasHours ? hours : null, unit });
  if (!hasHours) {
    return block("when", "When", answer, { note: sayTimeless({ timeless, now: C.known, unit }), ui: D.ui, tables: ["cadence.daily"] },
      figure(width => drawBars(width, { height: 150, bars: days.map((n, i) => ({ n, text: `${WEEKDAYS[i]}: ${formatCount(n, unit)}` })), labels: WEEKDAYS.map((day, i) => [i, day.slice(0, 3)]), says: `By weekday. ${plainText(answer)}.` })));
  }
  const bounds = shadeBounds(C.hours), left = C.timeless ? ` The hours leave out ${formatCount(C.timeless, unit)} without a time of day.` : "";
  const rows = WEEKDAYS.map((day, weekday) => /** @type {[string, any[]]} */ ([day.slice(0, 3), hours.map((_, hour) => {
    const n = C.hours[weekday * 24 + hour];
    return { shade: shadeOf(n, bounds), text: `${day}, ${hour} to ${hour + 1} o’clock: ${formatCount(n, unit)}` };
  })]));
  return block("when", "When", answer, { note: [`In the site’s own time.${left}`], ui: D.ui, tables: ["cadence.hours"] },
    figure(width => drawSquares(width, { most: 30, rows, columns: [0, 6, 12, 18].map(hour => [hour, `${hour} h`]), says: `By weekday and hour. ${plainText(answer)}.` }), shadeLegend(bounds)));
}
/** @param {State} S */
function lengthBlock(S) {
  const { D, C, unit, place } = S;
  if (place.isEmpty) return null;
  if (C.words.length < LEAST) return fewBlock("length", "How long", S);
  const sorted = sortNumbers(C.words), least = quantile(sorted, 0.1), longest = Math.max(sorted[sorted.length - 1], quantile(sortNumbers(C.wordsYear), 1) ?? 0);
  const edges = LENGTHS.filter(low => low <= longest), scale = C.wordsYear.length ? C.words.length / C.wordsYear.length : 0;
  const bin = /** @param {number[]} words */ words => edges.map((low, i) => words.filter(n => n >= low && n < (edges[i + 1] ?? Infinity)).length);
  const now = bin(C.words), year = bin(C.wordsYear), answer = sayLength({ middle: quantile(sorted, 0.5) ?? 0, middleYear: median(C.wordsYear), n: C.words.length, nYear: C.wordsYear.length, unit });
  const bars = now.map((n, i) => ({ n, tick: scale ? year[i] * scale : null, text: `${formatNumber(edges[i])}${i + 1 < edges.length ? ` to ${formatNumber(edges[i + 1] - 1)}` : " or more"} words: ${formatCount(n, unit)}` }));
  const labels = edges.map((low, i) => /** @type {[number, string]} */ ([i, `${formatNumber(low)}${i + 1 < edges.length ? "" : "+"}`]));
  return block("length", "How long", answer, { note: [`${least ? `Nine in ten have ${formatNumber(least)} or more, one` : "One"} in ten ${least ? "" : "has "}${formatNumber(quantile(sorted, 0.9) ?? 0)} or more.`], ui: D.ui, tables: ["core.posts"] },
    figure(width => drawBars(width, { height: 170, bars, labels, says: `By number of words. ${plainText(answer)}.` }), [["bar", "by words, from"], ...(scale ? [["tick", "as many of a year before"]] : [])]));
}
/** @param {Data} D @param {number} first @returns {Cell[]} */
function toldRow(D, first) {
  const told = tellingsOf(D, first).map(k => ({ day: D.P.day[k], path: hasTexts(D, k) ? pathOf(D, k) : "" }));
  return [{ node: titleNode(D, first), value: titleOf(D, first) }, { value: told.map(({ day, path }) => `${formatIso(day)} ${path}`).join("; "),
    node: html("span", {}, told.map(({ day, path }) => html("span", { class: "line" }, html("span", { class: "date", text: `${formatDay(day)} ` }), fileNode(path)))) }];
}
/** @param {State} S */
function twiceBlock({ D, C, period, place }) {
  const { P } = D, isEver = C.monthTwice.some(Boolean);
  if (place.isEmpty) return null;
  const answer = sayTwice({ twice: C.twice, stories: C.stories, when: period.when, isEver });
  if (!isEver) return block("twice", "Published twice", answer, {});
  const { repeats } = C, tops = C.sections.filter(row => row.stories >= LEAST).sort((a, b) => b.twice / b.stories - a.twice / a.stories).slice(0, 3);
  const sections = tops.length > 1 && tops[0].twice ? ["Most in ", ...joinParts(tops.filter(row => row.twice).map(row => [bdi(sectionName(D, row.key)), ` ${formatShare(row.twice, row.stories)}`])), "."] : [];
  const end = C.month.length - (place.isAtRest ? 0 : 1), begin = Math.max(0, end - 36), index = Array.from({ length: Math.max(0, end - begin) }, (_, i) => begin + i);
  const bars = index.map(i => ({ n: C.monthStories[i] ? Math.round(100 * C.monthTwice[i] / C.monthStories[i]) : 0, text: `${formatMonth(C.firstMonth + i)}: ${formatNumber(C.monthTwice[i])} of ${formatCount(C.monthStories[i], "story")}` }));
  const told = C.list.filter(i => P.copies[i] && P.day[i] <= period.to).reverse();
  const labels = index.flatMap((i, at) => ((C.firstMonth + i) % 12 === 0 ? [/** @type {[number, string]} */ ([at, String((C.firstMonth + i) / 12)])] : []));
  return block("twice", "Published twice", answer, { note: [`${capitalise(formatCount(repeats, "post"))} ${period.when} ${repeats > 1 ? "repeat" : "repeats"} a story. `, ...sections], ui: D.ui, tables: ["cadence.republishing"] },
    told.length ? table("Told again", [texts("Title", "wide"), texts("Told on, in file")], told.map(i => () => toldRow(D, i)), { first: TOLD_AT_FIRST }) : null,
    bars.filter(bar => bar.n).length > 2 ? figure(width => drawBars(width, { height: 170, unit: " %", bars, labels, says: `Share of stories told again, by month. ${plainText(answer)}.` }), [["bar", "share of a month’s stories that were told again"]]) : null);
}
