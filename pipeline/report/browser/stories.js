// The list of stories: searched, opened to their facts, and saved as CSV.

const MAX_TAGS = 4;
/** @param {State} S */
function storiesBlock(S) {
  const { D, C, period, isNarrowed, unit, choice, place } = S;
  if (place.isEmpty) return null;
  const all = [...C.list].reverse();
  const ever = choice.q && choice.period !== "all" ? html("p", { class: "under" }, html("button", { type: "button", class: "link", text: "Search all time", onclick: () => choose({ period: "all" }) })) : null;
  const note = [D.texts.first > 0 ? `Titles are here for the newest ${formatNumber(D.texts.title.length)} posts; all are in posts.duckdb. ` : null, D.P.months ? "Of the oldest posts only numbers of months are here." : null];
  const columns = [texts("Date"), texts("Title", "wide"), ...(D.sites.length > 1 ? [texts("Site")] : []), ...(D.sections.length ? [texts("Section")] : []),
    texts("Authors"), texts("Tags", "tags"), numbers("Words"), ...(D.langs.length > 1 ? [texts("Language")] : [])];
  const found = block("stories", unit === "post" ? "Posts" : "Stories", sayList({ now: C.now, since: C.since, when: period.when, isNarrowed, unit }), { note, ui: D.ui, tables: [unit === "post" ? "core.posts" : "core.stories"] }, ever,
    all.length ? table(unit === "post" ? "Posts" : "Stories", columns, all.map(i => () => rowOf(D, i))) : null);
  found.classList.add("stories");
  return found;
}
/** @param {Data} D @param {number} i @returns {Cell[]} */
function rowOf(D, i) {
  const { P } = D, authors = authorsOf(D, i), tags = tagsOf(D, i), title = hasTexts(D, i) ? titleOf(D, i) : "";
  const marks = [P.copies[i] ? badge(`told ${P.copies[i] + 1} times`) : null, P.back[i] ? badge("repeats") : null, P.isShared[i] ? badge("shares its address", "bad") : null];
  const facts = html("button", { type: "button", class: "link facts-button", "aria-expanded": "false", "aria-label": `Facts of ${title || "this post"}`, text: "facts", onclick: toggleFacts(D, i) });
  const shownTags = tags.slice(0, MAX_TAGS).map(tag => [bdi(D.tags[tag])]);
  return [
    { node: html("span", { class: "date", text: formatDay(P.day[i]) }), value: formatIso(P.day[i]) },
    { node: html("span", { class: "story" }, titleNode(D, i), marks, " ", facts), value: title },
    ...(D.sites.length > 1 ? [{ node: bdi(D.sites[P.site[i]].title) }] : []),
    ...(D.sections.length ? [P.section[i] < 0 ? null : { node: bdi(sectionName(D, P.section[i])) }] : []),
    authors.length ? { node: html("span", {}, ...joinParts(authors.map(author => [bdi(authorName(D, author))]))) } : null,
    tags.length ? { node: html("span", { class: "soft" }, shownTags.flatMap((tag, at) => (at ? [", ", ...tag] : tag)), tags.length > MAX_TAGS ? " …" : null), value: tags.map(tag => D.tags[tag]).join(", ") } : null,
    P.words[i], ...(D.langs.length > 1 ? [P.lang[i] < 0 ? null : D.langs[P.lang[i]]] : []),
  ];
}
/** @param {Data} D @param {number} i @returns {number[]} */
const authorsOf = (D, i) => (D.P.byline[i] < 0 ? [] : D.bylines[D.P.byline[i]]);
/** @param {Data} D @param {number} i @returns {number[]} */
const tagsOf = (D, i) => (D.P.tags[i] < 0 ? [] : D.tag_sets[D.P.tags[i]]);
/** @param {Data} D @param {number} i @returns {(event: Event) => void} */
const toggleFacts = (D, i) => event => {
  const button = /** @type {HTMLElement} */ (event.currentTarget), row = /** @type {HTMLTableRowElement} */ (button.closest("tr"));
  const isOpen = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!isOpen));
  if (isOpen) row.nextElementSibling?.remove();
  else row.after(html("tr", { class: "facts" }, html("td", { colspan: row.cells.length }, factsOf(D, i))));
};
/** Return everything that is known of a post. @param {Data} D @param {number} i */
function factsOf(D, i) {
  const { P } = D, authors = authorsOf(D, i), tags = tagsOf(D, i), rest = /** @type {[string, any[]][]} */ ([]);
  const add = /** @param {string} name @param {any[]} value */ (name, value) => { if (value.length) rest.push([name, value]); };
  const first = i - P.back[i], others = tellingsOf(D, first).filter(k => k !== i);
  const parts = P.series[i] < 0 ? [] : [...new Set([...P.series.keys()].filter(k => P.series[k] === P.series[i]).map(k => k - P.back[k]))].sort((a, b) => a - b); // copies are no parts
  add("Published", [formatDay(P.day[i]), P.hour[i] < 0 || P.hour[i] === MIDNIGHT ? "" : `, ${P.hour[i]} to ${P.hour[i] + 1} o’clock`]);
  add("Section", P.section[i] < 0 ? [] : [picker("section", P.section[i], sectionName(D, P.section[i]))]);
  add("Authors", joinParts(authors.map(author => [picker("author", author, authorName(D, author))])));
  add("Tags", joinParts(tags.map(tag => [picker("tag", tag, D.tags[tag])])));
  add("Series", parts.length ? phrase(sayPart({ part: parts.indexOf(first) + 1, parts: parts.length, name: D.series[P.series[i]] })) : []);
  add("Language", P.lang[i] < 0 ? [] : [D.langs[P.lang[i]]]);
  add("Length", [formatCount(P.words[i], "word")]);
  add("Links", [`${formatCount(P.links[i], "link")} in it; ${P.linkedBy[i] ? `${formatCount(P.linkedBy[i], "post")} ${P.linkedBy[i] === 1 ? "links" : "link"} to it` : "no other post links to it"}`]);
  add("Edits", P.edits[i] < 0 ? [] : [P.edits[i] ? `${formatCount(P.edits[i], "edit")} after the first commit, the last on ${formatDay(P.day[i] + P.daysToEdit[i])}` : "none after the first commit"]);
  add("Told again", others.flatMap(k => [html("div", {}, titleNode(D, k), html("span", { class: "soft", text: ` ${formatDay(P.day[k])}` }))]));
  if (hasTexts(D, i)) {
    const path = pathOf(D, i), site = P.site[i];
    const problems = D.findings.warnings[site].filter((/** @type {any[]} */ row) => row[1] === path).map((/** @type {any[]} */ row) => [sayProblem({ meaning: D.meanings[row[3]], kind: row[3], detail: row[4] })]);
    add("File", [html("code", { text: path })]);
    add("Problems", [...(P.isShared[i] ? ["another post has the same address", problems.length ? "; " : ""] : []), ...problems.flatMap((/** @type {any} */ text, /** @type {number} */ at) => (at ? ["; ", ...text] : text))]);
  }
  return html("dl", {}, rest.flatMap(([name, value]) => [html("dt", { text: name }), html("dd", {}, value)]));
}
