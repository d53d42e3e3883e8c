// Who writes, and for which section; which site does what.

const AUTHORS_AT_FIRST = 15, MAX_PAIRS = 3;
/** @param {Row} row */
const sparkCell = row => ({ node: drawSpark(row.months), value: row.months.join(" ") });
/** @param {Unit} unit */
const unitsOf = unit => capitalise(pluralOf(unit));
/** @param {State} S */
function sitesBlock({ D, choice, unit }) {
  if (D.sites.length < 2) return null;
  const counts = countSites(D, maskPosts(D, { ...choice, site: NONE }), choice), errors = clearAmong(D.sites.length);
  const best = counts.filter(site => site !== null && site.row.now > 0).sort((a, b) => (b?.row.now ?? 0) - (a?.row.now ?? 0))[0];
  const answer = saySites({ best: best ? { name: D.sites[best.row.key].title, now: best.row.now } : null, when: best?.period.when ?? "",
    atRest: D.sites.filter(site => site.isAtRest).length, sites: D.sites.length, unit });
  const rows = counts.map((site, i) => {
    const name = { node: picker("site", i, D.sites[i].title), value: D.sites[i].title }, problems = D.files[i][1];
    if (!site) return [name, null, 0, null, null, null, null, null, null, problems, null];
    const { row, period } = site, year = period.year ? row.year : null;
    return [name, sparkCell(row), row.now, year, changeCell(row.now, year, errors), site.authors.size, median(row.words) || null,
      { node: formatShare(row.twice, row.stories) }, { node: formatShare(site.untagged, site.known) }, problems, row.last > -Infinity ? { node: formatDay(row.last), value: formatIso(row.last) } : null];
  });
  return block("sites", "Side by side", answer, { ui: D.ui, tables: ["core.sites", "cadence.monthly"] },
    table("Sites side by side", [texts("Site"), texts("24 months"), numbers(unitsOf(unit)), numbers("Year before", "opt"), numbers("Change"), numbers("Authors", "opt"),
      numbers("Words", "opt", "Median"), numbers("Told again", "opt"), numbers("Untagged", "opt"), numbers("Broken files", "opt"), numbers("Newest", "opt")], rows));
}
/** @param {State} S */
function sectionsBlock({ D, C, period, place, unit }) {
  if (!D.sections.length || place.isEmpty) return null;
  const rows = [...C.sections, C.unsectioned].filter(row => row.now || row.year || row.year52).sort((a, b) => b.now - a.now || b.year52 - a.year52);
  const named = rows.filter(row => row.key >= 0), isCompared = period.year !== null, errors = clearAmong(named.length);
  if (!C.now && !C.year) return block("sections", "Sections", sayFew({ now: 0, unit }));
  if (!named.some(row => row.now || row.year)) return block("sections", "Sections", ["None of these names a section"], { note: ["A section is a post’s first category, or its folder."] });
  const answer = saySections({ rows: named.map(row => ({ name: sectionName(D, row.key), now: row.now, nowLike: row.nowYear, then: row.year })), isCompared, all: C.now, unit });
  const cells = rows.map(row => {
    const name = sectionName(D, row.key), node = row.key < 0 ? html("span", { class: "soft", text: name }) : picker("section", row.key, name);
    return [{ node, value: name }, sparkCell(row), row.now, isCompared ? row.year : null, changeCell(row.nowYear, isCompared ? row.year : null, errors),
      median(row.words) || null, { node: ageOf(row.last, place), value: formatIso(row.last) }];
  });
  return block("sections", "Sections", answer, {
    note: ["A story counts for the section of its first post. Of the months, the last 12 are dark.", C.nowYear < C.now && isCompared ? " Changes leave out sites that began within the year." : ""],
    ui: D.ui, tables: ["cadence.sections_monthly"],
  }, table("Sections", [texts("Section"), texts("24 months"), numbers(unitsOf(unit)), numbers("Year before", "opt"), numbers("Change"), numbers("Words", "opt", "Median"), numbers("Newest", "opt")], cells));
}
/** @param {State} S */
function authorsBlock({ D, C, period, place, unit, isNarrowed }) {
  if (place.isEmpty) return null;
  if (!C.authors.length) return block("who", "Who", C.now ? [`None of these ${pluralOf(unit)} names an author`] : sayFew({ now: 0, unit }));
  const active = C.authors.filter(row => row.now).sort((a, b) => b.credit - a.credit || b.now - a.now);
  const lapsed = C.authors.filter(row => !row.now && row.before).sort((a, b) => b.before - a.before);
  const isNew = /** @param {Row} row */ row => row.now > 0 && D.firstDays[row.key] >= period.from && period.before !== null;
  const answer = sayAuthors({ active: active.length, fresh: period.before ? active.filter(isNew).length : null, lapsed: lapsed.length, when: period.when, isNarrowed });
  const all = [...active, ...lapsed], cells = all.map(row => () => {
    const name = authorName(D, row.key), mark = isNew(row) ? badge("new", "new") : row.now ? null : badge("not in this period");
    return [{ node: html("span", {}, picker("author", row.key, name), mark), value: name }, sparkCell(row), row.now, Math.round(row.credit * 10) / 10,
      period.before ? row.before : null, median(row.words) || null, { node: ageOf(row.last, place), value: formatIso(row.last) }];
  });
  return block("who", "Who", answer, { note: authorNotes({ D, C, active, unit }), ui: D.ui, tables: ["core.authors", "cadence.authors_monthly"] },
    cells.length ? table("Authors", [texts("Author"), texts("24 months"), numbers(unitsOf(unit)), numbers("Credit", "opt", "1/n of a story with n authors"), numbers("Time before", "", "As many days, just before"),
      numbers("Words", "opt", "Median"), numbers("Newest", "opt")], cells, { first: AUTHORS_AT_FIRST }) : null);
}
/** @param {{D: State["D"], C: State["C"], active: Row[], unit: State["unit"]}} S */
function authorNotes({ D, C, active, unit }) {
  const [best] = active, pairs = [...C.pairs].filter(([, n]) => n >= 2).sort((a, b) => b[1] - a[1]).slice(0, MAX_PAIRS);
  const names = pairs.map(([key, n]) => { const [a, b] = key.split(" ").map(Number); return [bdi(authorName(D, a)), " with ", bdi(authorName(D, b)), ` (${formatNumber(n)})`]; });
  return [...(active.length > 1 ? phrase([...sayFirstAuthor({ rows: active, name: authorName(D, best.key), unit }), ". "]) : []),
    ...(names.length ? ["Most together: ", ...joinParts(names), ". "] : []),
    C.unsigned ? `${capitalise(formatCount(C.unsigned, unit))} without a byline. ` : null,
    `A ${unit} with n authors gives each 1/n credit${unit === "story" ? ", and copies do not count" : ""}.`];
}
