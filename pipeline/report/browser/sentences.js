// The sentences about stories: counts in, phrase out. Nothing is counted or drawn here. "More", "grew" and the like are
// said only of what chance does not explain. Sentences about files and links are in sentences_upkeep.js.

/** A count with the one it is compared with, null if that is not known. `nowLike` are those of the sites that have both.
 * @typedef {{now: number, nowLike: number, then: number | null}} Comparison */
/** Return a count with its unit and a capital. @param {number} n @param {Unit} unit */
const begin = (n, unit) => capitalise(formatCount(n, unit));
/** @param {Comparison} comparison @param {string} when @param {string} [since] */
function sayComparison({ now, nowLike, then }, when, since = "within the year") {
  if (then === null) return "";
  if (now === nowLike) return `, ${compareCounts(now, then, when)}`;
  return `; without the sites that began ${since}, ${formatNumber(nowLike)}, ${compareCounts(nowLike, then, when)}`;
}
/** Say what is chosen, with its days; `unknown` is what the address asks for and is not here.
 * @param {{now: number, period: Pick<Period, "key" | "when" | "from" | "to">, isNarrowed: boolean, unknown: string, unit: Unit}} facts @returns {Part[]} */
function sayChoice({ now, period: { key, when, from, to }, isNarrowed, unknown, unit }) {
  const match = !isNarrowed ? "" : now > 1 ? " match these filters" : " matches these filters";
  return [`${begin(now, unit)}${match} ${when}${key === "all" || key === "own" ? "" : ` (${formatRange(from, to)})`}`, unknown ? `. Not found, so not filtered by: ${unknown}.` : ""];
}
/** Say how last week was, against the weeks before it. `monday` is the day on which it began.
 * @param {{week: number, monday: number, before: number[], unit: Unit, isNarrowed: boolean}} facts @returns {Part[]} */
function sayLastWeek({ week, monday, before, unit, isNarrowed }) {
  const match = !isNarrowed ? "" : week > 1 ? " match these filters" : " matches these filters";
  const said = `${begin(week, unit)} last week (${formatRange(monday, monday + 6).replace(/ \d{4}/g, "")})${match}`, low = Math.min(...before), high = Math.max(...before);
  if (before.length < 4) return [`${said}; it is too early to say what is usual.`];
  if (week > high) return [`${said}, more than in any of the ${before.length} weeks before.`];
  if (week < low) return [`${said}, fewer than in any of the ${before.length} weeks before (${low === high ? `${low} each` : `${low} to ${high}`}).`];
  return [`${said}, ${low === high ? `as in each of the ${before.length} weeks before` : `within the usual ${low} to ${high}`}.`];
}
/** Say that nothing was published for long. @param {{last: number, today: number, unit: Unit}} facts @returns {Part[]} */
const sayRest = ({ last, today, unit }) =>
  [`No ${unit} since ${formatDay(last)}, ${formatNumber(Math.round((today - last) / WEEK))} weeks ago: all below is told as of the week of that last ${unit}.`];
/** Say what the last weeks had. @param {Comparison & {weeks: number, unit: Unit, isAtRest: boolean, isNarrowed: boolean}} facts @returns {Part[]} */
const sayLastWeeks = ({ weeks, unit, isAtRest, isNarrowed, ...comparison }) => [
  `The ${isAtRest ? `${weeks} weeks up to then` : `last ${weeks} weeks`} had ${formatCount(comparison.now, unit)}${!isNarrowed ? "" : comparison.now > 1 ? " that match" : " that matches"}${sayComparison(comparison, "a year before")}.`];
/** Say which site published most. @param {{best: {name: string, now: number} | null, when: string, atRest: number, sites: number, unit: Unit}} facts @returns {Part[]} */
function saySites({ best, when, atRest, sites, unit }) {
  if (!best) return [`No site has a ${unit} in this period`];
  const rest = atRest === sites ? "all sites are" : atRest === 1 ? "one site is" : `${atRest} sites are`;
  return [{ name: best.name }, ` published most ${when}: ${formatCount(best.now, unit)}`,
    atRest ? `; ${rest} at rest, told as of ${atRest === 1 ? "its" : "their"} own last week` : ""];
}
/** Say how much there was. @param {{year: Comparison, before: Comparison, when: string, unit: Unit}} facts @returns {Part[]} */
function sayAmount({ year, before, when, unit }) {
  const said = `${begin(year.now, unit)} ${when}`;
  if (year.then !== null) return [said + sayComparison(year, "a year before")];
  return [said + sayComparison(before, "in the time before", "since")];
}
/** Say on how many days there was something, and on how many of those compared with. `then` has a count for each of these.
 * @param {{days: number[], then: number[] | null, when: string, unit: Unit}} facts @returns {Part[]} */
function sayDays({ days, then, when, unit }) {
  const filled = /** @param {number[]} counts */ counts => formatNumber(counts.filter(Boolean).length);
  return [`${filled(days)} of ${formatCount(days.length, "day")} had a ${unit}`, then ? `; ${when}, ${filled(then)} of ${formatCount(then.length, "day")}.` : "."];
}
/** Say which sections grew or shrank, else which has most.
 * @param {{rows: {name: string, now: number, nowLike: number, then: number}[], isCompared: boolean, all: number, unit: Unit}} facts
 * `rows` are the sections with most first. @returns {Part[]} */
function saySections({ rows, isCompared, all, unit }) {
  const top = rows[0], errors = clearAmong(rows.length);
  const moved = !isCompared ? [] : rows.filter(row => isClear(row.nowLike, row.then, errors));
  if (moved.length) {
    const force = /** @param {{nowLike: number, then: number}} row */ row => Math.abs(row.nowLike - row.then) / Math.sqrt(row.nowLike + row.then);
    return joinParts(moved.sort((a, b) => force(b) - force(a)).slice(0, 2).map(row => /** @type {Part[]} */ ([{ name: row.name },
      `${row.nowLike > row.then ? " grew" : " shrank"} (${formatNumber(row.nowLike)} against ${formatNumber(row.then)} a year before)`])));
  }
  if (!top?.now) return [`No section has a ${unit} in this period`];
  if (top.now === all) return [all === 1 ? `The one ${unit} is in ` : `All ${formatCount(all, unit)} are in `, { name: top.name }];
  return [{ name: top.name }, ` has most, ${formatNumber(top.now)} of ${formatCount(all, unit)}`, isCompared ? "; no section grew or shrank by more than chance" : ""];
}
/** Say who wrote. `fresh` are those whose first post of all lies in the period, null if what was before is not known.
 * @param {{active: number, fresh: number | null, lapsed: number, when: string, isNarrowed: boolean}} facts @returns {Part[]} */
function sayAuthors({ active, fresh, lapsed, when, isNarrowed }) {
  const gone = lapsed ? `; ${formatNumber(lapsed)} who ${isNarrowed ? "did so" : "wrote"} in the time before did not` : "";
  if (!active) return [`No author in this period${gone}`];
  const isNew = fresh ? `, ${formatNumber(fresh)} new${isNarrowed ? " to the site" : ""}` : "";
  return [`${capitalise(formatCount(active, "author"))} wrote ${isNarrowed ? "what matches " : ""}${when}${isNew}${gone}`];
}
/** Say who has the most credit. That is the one who wrote most only if nobody has as many stories.
 * @param {{rows: {now: number, credit: number}[], name: string, unit: Unit}} facts `rows` begin with the author of that name. @returns {Part[]} */
function sayFirstAuthor({ rows, name, unit }) {
  const [{ now, credit }, ...others] = rows, alike = rows.filter(row => Math.abs(row.credit - credit) < 0.001).length;
  if (alike > 1) return [`${alike === rows.length && alike > 2 ? `All ${alike}` : alike === 2 ? "Two" : formatNumber(alike)} authors share the most credit: ${formatNumber(credit)} each`];
  if (others.some(row => row.now >= now)) return [{ name }, ` has the most credit: ${formatNumber(credit)} for ${formatCount(now, unit)}`];
  return [{ name }, ` wrote most: ${formatCount(now, unit)}${Math.abs(credit - now) > 0.05 ? `, credit ${formatNumber(credit)}` : ""}`];
}
/** Say how many stories there are to list. @param {{now: number, since: number, when: string, isNarrowed: boolean, unit: Unit}} facts @returns {Part[]} */
function sayList({ now, since, when, isNarrowed, unit }) {
  const match = !isNarrowed ? "" : now === 1 ? " matches" : " match";
  if (!now && !since) return [isNarrowed ? `No ${unit} ${when} matches: widen the period or clear the filters` : `No ${unit} ${when}`];
  return [`${begin(now, unit)}${now ? match : isNarrowed ? " matches" : ""} ${when}${since ? `, and ${formatNumber(since)} since` : ""}`];
}
/** Say which topics moved. @param {{more: string[], less: string[], tested: number, isEnough: boolean}} facts @returns {Part[]} */
function sayTopics({ more, less, tested, isEnough }) {
  if (!isEnough) return ["Too few stories to say which topics moved"];
  if (!tested) return ["No topic has stories enough to say whether it moved"];
  if (!more.length && !less.length) return [tested === 1 ? "The one topic that can be told apart did not move" : `No topic moved more than chance would move one of ${formatNumber(tested)}`];
  const quoted = /** @param {string[]} names */ names => joinParts(names.slice(0, 3).map(name => /** @type {Part[]} */ (["“", { name }, "”"])));
  return [...(more.length ? ["More of ", ...quoted(more)] : []), more.length && less.length ? ", less of " : less.length ? "Less of " : "", ...(less.length ? quoted(less) : [])];
}
/** Say how much is overdue, of those that have a rhythm. @param {{overdue: number, rhythms: number}} facts @returns {Part[]} */
const sayOverdue = ({ overdue, rhythms }) => (!rhythms ? ["Nothing has stories enough to show a rhythm"] : overdue
  ? [`${formatCount(overdue, "beat, section or author", "beats, sections or authors")} ${overdue === 1 ? "is" : "are"} overdue`]
  : ["None: whatever had a rhythm keeps it"]);
/** Say of one section, author or tag that it is silent. @param {{kind: string, name: string, days: number, usual: number}} facts @returns {Part[]} */
function saySilence({ kind, name, days, usual }) {
  const time = ` for ${formatNumber(days)} days; usually ${formatRhythm(usual)}`;
  if (kind === "author") return [{ name }, ` has not written${time}`];
  return kind === "tag" ? ["Nothing on “", { name }, `”${time}`] : ["Nothing in ", { name }, time];
}
/** Say when stories come. `days` has all stories, `hours` those with a time of day; null where hardly any has one.
 * @param {{days: number[], hours: number[] | null, unit: Unit}} facts @returns {Part[]} */
function sayWhen({ days, hours, unit }) {
  const all = sum(days), isFive = !days[5] && !days[6], usual = all / (isFive ? 5 : 7);
  const top = days.indexOf(Math.max(...days)), hour = hours ? hours.indexOf(Math.max(...hours)) : 0;
  if (days[top] - usual >= 2.6 * Math.sqrt(usual)) {
    const busiest = hours ? `; the busiest hour is ${hour} to ${hour + 1} o’clock` : "";
    return [`${WEEKDAYS[top]} has most, ${formatNumber(days[top])} of ${formatCount(all, unit)}${sayEmptyDays(days)}${busiest}`];
  }
  return [(isFive ? "None of the five working days stands out" : "No weekday stands out") + sayEmptyDays(days) + (hours ? `; most come at ${hour} to ${hour + 1} o’clock` : "")];
}
/** Say which weekdays have nothing, where each of seven would have had three. @param {number[]} days */
function sayEmptyDays(days) {
  const empty = WEEKDAYS.filter((_, i) => !days[i]);
  return empty.length && sum(days) >= 21 ? `; nothing on ${joinParts(empty.map(day => [day])).join("")}` : "";
}
/** Say why hours are not drawn. @param {{timeless: number, now: number, unit: Unit}} facts @returns {Part[]} */
const sayTimeless = ({ timeless, now, unit }) => [timeless === now ? `No ${unit} carries a time of day other than midnight, so hours are not drawn.`
  : `${formatShare(timeless, now)} of the ${pluralOf(unit)} carry no time of day, or midnight only, so hours are not drawn.`];
/** Say how long stories are. @param {{middle: number, middleYear: number | null, n: number, nYear: number, unit: Unit}} facts @returns {Part[]} */
function sayLength({ middle, middleYear, n, nYear, unit }) {
  const differs = middleYear !== null && n >= 20 && nYear >= 20 && Math.abs(middle - middleYear) > 0.15 * middleYear;
  if (!middle) return [`Half of the ${pluralOf(unit)} or more have no words`];
  return [`Half of the ${pluralOf(unit)} have ${formatCount(middle, "word")} or more${differs ? `; a year before it was ${formatNumber(middleYear ?? 0)}` : ""}`];
}
/** Say how much was told again. @param {{twice: number, stories: number, when: string, isEver: boolean}} facts @returns {Part[]} */
function sayTwice({ twice, stories, when, isEver }) {
  if (!stories) return [`No story ${when}`];
  if (!isEver) return ["None of these stories was told by two posts"];
  if (stories === 1) return [`The one story ${when} was ${twice ? "" : "not "}told again`];
  return [twice ? `${formatNumber(twice)} of ${formatCount(stories, "story")} ${twice === 1 ? "was" : "were"} told again, ${formatShare(twice, stories)}` : `None of ${formatCount(stories, "story")} ${when} was told again`];
}
/** Say what is translated. `rows` are languages with their works, the first with most.
 * @param {{site: string | null, rows: {lang: string, works: number, inMain: number, alone: number}[]}} facts @returns {Part[]} */
function sayLanguages({ site, rows: [main, best] }) {
  const alone = main.alone ? `; ${formatNumber(main.alone)} ${main.alone === 1 ? "is" : "are"} in no other language` : "";
  return [...(site === null ? [] : [{ name: site }, ": "]), `${best.lang} has ${formatNumber(best.inMain)} of the ${formatCount(main.works, "text")} in ${main.lang}${alone}`];
}
/** Say which part of a series a story is. @param {{part: number, parts: number, name: string}} facts @returns {Part[]} */
const sayPart = ({ part, parts, name }) => [parts === 1 ? "The only part of " : `Part ${formatNumber(part)} of ${formatNumber(parts)} in `, { name }];
/** Say that there is too little to say. @param {{now: number, unit: Unit}} facts @returns {Part[]} */
const sayFew = ({ now, unit }) => [now ? `Too few ${pluralOf(unit)} to say: ${formatNumber(now)}` : `No ${unit} in this period`];
