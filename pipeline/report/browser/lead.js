// The first screen: how last week was, what needs a look, and what is newest.

const MAX_SILENCES = 4, MAX_NEWEST = 4;
/** @param {State} S */
function leadBlock(S) {
  const { place, C, unit } = S;
  if (place.isEmpty) return html("div", { class: "lead empty" }, html("p", { class: "headline", text: "No post is live yet." }), attention(S));
  return [html("div", { class: "lead" },
    html("div", {}, html("p", { class: "kicker", text: place.isAtRest ? "At rest" : "In short" }),
      html("p", { class: "headline" }, phrase(place.isAtRest ? sayRest({ ...place, unit }) : sayLastWeek(lastWeekOf(S)))),
      html("p", { class: "deck" }, phrase(sayLastWeeks(lastWeeksOf(S)))), tiles(S), glossary()),
    attention(S), C.list.some(i => hasTexts(S.D, i)) ? newest(S) : null)];
}
/** @param {State} S */
function lastWeekOf({ C, place, unit, isNarrowed }) {
  const last = C.week.length - 2; // the running week is the last of all
  return { week: C.week[last] ?? 0, monday: mondayOf(place.asOf) - WEEK, before: [...C.week.slice(Math.max(0, last - 12), Math.max(0, last))], unit, isNarrowed };
}
/** @param {State} S */
function lastWeeksOf({ D, place, C, unit, mask, isNarrowed }) {
  const key = defaultPeriod(D, place), period = openPeriod(D, place, key), { P } = D, weight = unit === "post" ? P.posts : P.stories;
  let nowLike = 0, then = 0;
  for (let i = 0; i < P.n; i++) {
    if (!mask[i] || !period.stoodYear[P.site[i]]) continue;
    if (P.day[i] >= period.from && P.day[i] <= period.to) nowLike += weight[i];
    if (period.year && P.day[i] >= period.year[0] && P.day[i] <= period.year[1]) then += weight[i];
  }
  return { weeks: key === "52w" ? 52 : 13, unit, isNarrowed, isAtRest: place.isAtRest, now: C.sum(period.from, period.to), nowLike, then: period.year ? then : null };
}
/** Return four numbers with their recent course. @param {State} S */
function tiles({ C, place }) {
  const { asOf } = place, monday = mondayOf(asOf), month = monthOf(asOf), gone = asOf - monday, weekday = WEEKDAYS[weekdayOf(asOf)];
  const isKnown = /** @param {number} day */ day => day >= mondayOf(place.first);
  const known = /** @param {number} from @param {number} to */ (from, to) => (isKnown(from) ? C.sum(from, to) : null);
  const each = /** @param {number} n @param {(back: number) => number[]} range */ (n, range) =>
    Array.from({ length: n }, (_, i) => { const [from, to] = range(n - 1 - i); return C.sum(from, to); });
  const monthRange = /** @param {number} back */ back => [firstDayOf(month - back), firstDayOf(month - back + 1) - 1];
  const weeks = each(13, back => [monday - (back + 1) * WEEK, monday - back * WEEK - 1]);
  const usual = isKnown(monday - 91) ? sum(weeks.slice(0, 12)) / 12 : null;
  const [lastFrom, lastTo] = monthRange(1), [beforeFrom, beforeTo] = monthRange(2), [yearFrom, yearTo] = monthRange(13);
  return html("div", { class: "tiles" },
    place.isAtRest ? null : tile("This week so far", C.sum(monday, asOf), [
      [known(monday - WEEK, monday - WEEK + gone), n => `${n} by ${weekday} last week`],
      [known(monday - 364, monday - 364 + gone), n => `${n} a year before`]], each(9, back => [monday - back * WEEK, monday - back * WEEK + gone])),
    tile(place.isAtRest ? "Its last week" : "Last week", weeks[12], [
      [usual, n => `usually ${n}`], [known(monday - 371, monday - 365), n => `${n} a year before`]], weeks),
    tile(MONTHS[(month + 11) % 12], C.sum(lastFrom, lastTo), [
      [known(beforeFrom, beforeTo), n => `${n} in ${MONTHS[(month + 10) % 12]}`], [known(yearFrom, yearTo), n => `${n} a year before`]], each(13, back => monthRange(back + 1))),
    tile("Last 52 weeks", C.sum(monday - 364, monday - 1), [
      [known(monday - 728, monday - 365), n => `${n} in the 52 before`]], each(6, back => [monday - (back + 1) * 364, monday - back * 364 - 1])));
}
/** @param {string} name @param {number} now @param {[number | null, (n: string) => string][]} notes @param {number[]} course */
function tile(name, now, notes, course) {
  const lines = notes.map(([then, say]) => (then === null ? null : html("p", { class: "tile-note" }, say(formatNumber(then)),
    isClear(now, then) ? html("span", { class: now > then ? "rise" : "fall", text: now > then ? " ▲ more now" : " ▼ fewer now" }) : null)));
  return html("div", { class: "tile" }, html("p", { class: "tile-name", text: name }),
    html("p", { class: "tile-number" }, formatNumber(now), drawSpark(course, 1, 96)), lines);
}
/** Return what an editor should act on, each line a link to its block. @param {State} S */
function attention(S) {
  const { D, C, period, place, overdue, unit } = S, items = /** @type {any[]} */ ([]);
  const add = /** @param {string} id @param {Part[]} said @param {string} [href] */ (id, said, href = `#${id}`) => {
    if (said.length) items.push(html("li", {}, html("a", { href }, phrase(said.map((part, i) => (i === 0 && typeof part === "string" ? capitalise(part) : part))))));
  };
  add("changes", sayPageAge({ days: D.made ? Math.floor((Date.now() - Date.parse(D.made)) / 864e5) : 0 }));
  for (const row of overdue.slice(0, MAX_SILENCES)) add("silent", saySilence(row));
  const said = sayFindings({ problems: sum(siteNumbers(S).map(site => D.files[site][1])), addresses: countFinding(S, "shared_addresses"),
    authors: countFinding(S, "author_pairs"), tags: countFinding(S, "tag_pairs"), links: countFinding(S, "broken_links") });
  for (const [finding, parts] of Object.entries(said)) add(`finding-${finding}`, parts);
  add("upkeep", sayUntagged({ untagged: C.untagged, now: C.known, when: period.when, unit }), formatAddress(D, "stories", { tag: WITHOUT }));
  return html("aside", { class: "attention", "aria-label": "Needs a look" }, html("p", { class: "kicker", text: "Needs a look" }),
    items.length ? html("ul", {}, items) : html("p", { class: "soft" }, phrase(sayNothing(place))));
}
const GLOSSARY = [
  ["Story", "a text, however many posts tell it; it counts in the week of its first post"],
  ["Post", "a page of the site with a date; only live ones up to today count"],
  ["A year before", "the same days a year before; those of weeks are 52 weeks earlier, so that weekdays are alike"],
  ["The time before", "as many days, just before those that are chosen"],
  ["About as many", "the two counts differ by no more than chance would explain, so the change could be chance. Only what differs by more is called more or fewer, or marked ▲ or ▼"],
  ["Credit", "an author’s share: a story with three authors gives each a third"],
  ["Words", "of a section, an author or a site the median: half have as many or more"],
  ["Front matter", "the lines at the top of a post’s file that name its title, date, authors and tags"],
];
const glossary = () => html("details", {}, html("summary", { text: "What the words mean" }), html("dl", {}, GLOSSARY.flatMap(([word, meaning]) => [html("dt", { text: word }), html("dd", { text: `${capitalise(meaning)}.` })])));
/** Return the newest of the period; after the last whole week or month also those up to today. @param {State} S */
function newest({ D, C, place, period }) {
  const title = C.since || period.to >= place.asOf ? "Newest up to today" : "Newest in the period";
  const list = C.list.filter(i => hasTexts(D, i)).slice(-MAX_NEWEST).reverse();
  return html("aside", { class: "newest", "aria-label": title }, html("p", { class: "kicker", text: title }),
    html("ul", { class: "plain" }, list.map(i => html("li", {}, html("span", { class: "date" }, ageOf(D.P.day[i], place)),
      html("span", {}, titleNode(D, i), D.P.section[i] < 0 ? null : html("span", { class: "soft" }, " ", bdi(sectionName(D, D.P.section[i]))),
        D.P.byline[i] < 0 ? null : html("span", { class: "soft" }, " by ", ...joinParts(D.bylines[D.P.byline[i]].map((/** @type {number} */ author) => [bdi(authorName(D, author))]))))))));
}
