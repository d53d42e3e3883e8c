// Upkeep: what is broken, doubled, untagged or old. A finding is a query in queries/findings/ and its entry in FINDINGS;
// findings of nothing share one line at the end.

/** @param {string} text @returns {Cell} */
const code = text => ({ node: fileNode(text), value: text });
/** @param {string} text @returns {Cell} */
const named = text => ({ node: bdi(text), value: text });
/** @param {string[]} paths @returns {Cell} */
const codes = paths => ({ node: html("span", {}, paths.map(path => fileNode(path, "line"))), value: paths.join(" ") });
/** @param {any[]} row @param {Data} D @returns {Cell[]} */
const problem = ([path, line, kind, detail, since], D) => [code(path), line, { node: html("span", {}, sayProblem({ meaning: D.meanings[kind], kind, detail })), value: `${kind}: ${detail ?? ""}` }, dated(since)];
const PROBLEM_COLUMNS = [texts("File"), numbers("Line"), texts("What"), texts("Since", "opt short")];
const PAIR_COLUMNS = [texts("One name"), texts("The other"), numbers("Posts", "", "Posts with the one name"), numbers("Posts of the other"), texts("Line for the list")];
/** @param {any[]} row @returns {Cell[]} */
const pair = ([a, b, aPosts, bPosts, line]) => [named(a), named(b), aPosts, bPosts, code(line)];
/** Findings by their query: name of one and of many, and what there is `none` of if that is more; remark, table of posts.duckdb,
 * columns, cells of a row, and whether a site can have any.
 * @type {Record<string, {one: string, many: string, none?: string, remark: string | ((rows: any[][]) => string), source: string, columns: Column[],
 *   cells: (row: any[], D: Data, site: number) => Cell[], isPossible?: (D: Data, sites: number[]) => boolean}>} */
const FINDINGS = {
  errors: { one: "file that cannot be read", many: "files that cannot be read", remark: "not on the site", source: "core.problems", columns: PROBLEM_COLUMNS, cells: problem },
  warnings: { one: "thing that is odd about a file", many: "things that are odd about files", remark: "read all the same", source: "core.problems", columns: PROBLEM_COLUMNS, cells: problem },
  shared_addresses: { one: "address that several posts share", many: "addresses that several posts share", remark: "only one of them shows", source: "core.url_conflicts",
    columns: [texts("Address"), texts("Files")], cells: ([url, paths]) => [code(url), codes(paths)] },
  author_pairs: { one: "pair of authors that is probably one", many: "pairs of authors that are probably one", remark: "a line in the list of aliases joins them (sql/seeds/author_aliases.csv)", source: "quality.author_suggestions", columns: PAIR_COLUMNS, cells: pair },
  tag_pairs: { one: "pair of tags that is probably one", many: "pairs of tags that are probably one", remark: "a line in the list of synonyms joins them (sql/seeds/tag_synonyms.csv)", source: "quality.tag_suggestions", columns: PAIR_COLUMNS, cells: pair },
  broken_links: { one: "internal link that leads nowhere", many: "internal links that lead nowhere", remark: "no post, page or file is there", source: "core.post_links",
    columns: [texts("File"), texts("Text"), texts("Leads to")], cells: ([path, text, url]) => [code(path), named(text ?? ""), code(url)] },
  stale_posts: { one: "old post that others link to", many: "old posts that others link to", none: "old posts that others link to, never edited", remark: sayEdits, source: "quality.stale_posts",
    columns: [texts("Title"), texts("File"), texts("Published", "short"), numbers("Linked by")], cells: ([title, path, url, on, links], D, site) => [{ node: linkedTitle(title || url, webAddress(D.sites[site].url, url)), value: title || url }, code(path), dated(on), links] },
  untranslated: { one: "text that is not in every language of the site", many: "texts that are not in every language of the site", remark: "a language counts from two texts and one in a hundred on", source: "quality.missing_translations",
    columns: [texts("Title"), texts("Published", "short"), texts("Lacks")], cells: ([title, on, langs]) => [named(title || "(no title)"), dated(on), langs.join(", ")], isPossible: (D, sites) => sites.some(site => new Set(D.P.lang.filter((lang, i) => lang >= 0 && D.P.site[i] === site)).size > 1) },
  tag_health: { one: "tag to look at", many: "tags to look at", remark: "used once, quiet for a year, or a category too", source: "quality.tag_health",
    columns: [texts("Tag"), texts("What"), numbers("Posts"), texts("Newest", "opt short")], cells: ([label, what, posts, on]) => [named(label), what, posts, dated(on)] },
  other_dates: { one: "post dated to another day than its file name", many: "posts dated to another day than their file name", remark: "the date counts", source: "quality.date_conflicts",
    columns: [texts("File"), texts("Published", "short"), numbers("Days apart")], cells: ([path, on, days]) => [code(path), dated(on), days] },
};
const FINDINGS_IN_PRINT = 6;
const FIELDS = ["title", "author", "tags", "categories", "description", "image", "lang"];
/** @param {State} S */
function upkeepBlock(S) {
  const { D, C, isNarrowed, unit, period } = S, sites = siteNumbers(S);
  const total = /** @param {number} column */ column => sum(sites.map(site => D.files[site][column]));
  const old = sum(C.ages.slice(2)), all = sum(C.ages), absent = /** @type {string[]} */ ([]);
  const boxes = Object.entries(FINDINGS).map(([key, finding]) => {
    const rows = sites.flatMap(site => D.findings[key][site].map((/** @type {any[]} */ row) => ({ row: row.slice(1), site }))), n = countFinding(S, key);
    if (!n) { if (finding.isPossible?.(D, sites) ?? true) absent.push(finding.none ?? finding.many); return null; }
    const remark = typeof finding.remark === "string" ? finding.remark : finding.remark(rows.map(({ row }) => row));
    const shown = table(finding.many, finding.columns, rows.map(({ row, site }) => () => finding.cells(row, D, site)), { printed: FINDINGS_IN_PRINT, total: n, source: finding.source,
      more: D.ui ? webLink(`${D.ui}/assets/${finding.source.replace(".", "/")}`, finding.source) : null });
    return html("details", { class: "box" }, html("summary", {}, html("strong", { text: formatNumber(n) }), ` ${n === 1 ? finding.one : finding.many}`, html("span", { class: "soft", text: ` · ${remark}` })), html("div", { id: `finding-${key}`, tabindex: "-1" }, shown));
  });
  const untagged = D.tags.length && C.untagged ? html("p", { class: "box" }, html("strong", { text: formatNumber(C.untagged) }), " ", html("a", { href: formatAddress(D, "stories", { tag: WITHOUT }), text: `of ${formatCount(C.known, unit)} ${period.when} without a tag` })) : null;
  return block("upkeep", "Upkeep", sayFiles({ files: total(0), problems: total(1) }), {
    note: [all ? `${formatShare(old, all)} of the ${pluralOf(unit)} are two years old or older. ` : null, isNarrowed ? "Files, addresses and pairs are those of the whole site, whatever is filtered." : null],
  }, html("div", { class: "boxes" }, boxes, untagged), absent.length ? html("p", { class: "note-line", text: `None: ${absent.join("; ")}.` }) : null,
  all ? html("div", { class: "pair" }, ageFigure(C, unit), fieldMeters(sites.flatMap(site => D.fields[site]))) : null);
}
/** @param {Counts} C @param {Unit} unit */
function ageFigure(C, unit) {
  const bars = [...C.ages].map((n, years) => ({ n, text: `${years < 6 ? `${years} to ${years + 1} years` : "6 years or more"}: ${formatCount(n, unit)}` }));
  const labels = ["< 1 y", "1 y", "2 y", "3 y", "4 y", "5 y", "6+ y"].map((text, i) => /** @type {[number, string]} */ ([i, text]));
  return html("div", {}, html("h3", { text: "How old they are" }), figure(width => drawBars(width, { height: 150, bars, labels, says: "By age in years" })));
}
/** @param {any[][]} rows */
function fieldMeters(rows) {
  const items = FIELDS.map(field => {
    const own = rows.filter(([name]) => name === field), posts = sum(own.map(row => row[1])), filled = sum(own.map(row => row[2]));
    return posts ? html("li", {}, html("span", { text: field }), html("meter", { min: 0, max: posts, value: filled, "aria-label": field }), html("span", { class: "n", text: formatShare(filled, posts) })) : null;
  });
  return html("div", {}, html("h3", { text: "What posts name at their top (front matter)" }), html("ul", { class: "meters" }, items));
}
