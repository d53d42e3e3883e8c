// A block of the page: a question, its answer in a sentence, and what stands behind it.

/** What a block is made from: the data, the choice, and all that was counted for it.
 * @typedef {{D: Data, choice: Choice, place: Place,
 *   period: Period, mask: Uint8Array, C: Counts, isNarrowed: boolean,
 *   topics: ReturnType<typeof countTopics>, overdue: any[], unit: Unit}} State */
/** Return a block.
 * @param {string} id @param {string} question @param {Part[]} answer @param {{note?: any[], tables?: string[], ui?: string | null}} [more]
 * `tables` are those of posts.duckdb that say the same; they are links where the address of Dagster's UI is known.
 * @param {...any} body */
function block(id, question, answer, { note = [], tables = [], ui = null } = {}, ...body) {
  const remarks = note.filter(Boolean);
  const links = ui ? tables.flatMap((table, i) => [i ? ", " : "Table: ", webLink(`${ui}/assets/${table.replace(".", "/")}`, table)]) : [];
  return html("section", { id, tabindex: "-1", "aria-labelledby": `${id}-h` },
    html("h2", { id: `${id}-h` }, html("span", { class: "kicker" }, question, html("span", { class: "unseen", text: ": " })), html("span", { class: "headline" }, phrase(answer))),
    remarks.length ? html("p", { class: "note-line" }, remarks) : null, ...body,
    links.length ? html("p", { class: "under tables" }, html("span", {}, links)) : null);
}
/** Return how many rows a finding has in all. @param {Pick<State, "D" | "choice">} S @param {string} finding */
const countFinding = (S, finding) => sum(siteNumbers(S).map(site => S.D.findings[finding][site][0]?.[0] ?? 0));
/** Return the sites that are told of. @param {Pick<State, "D" | "choice">} S */
const siteNumbers = ({ D, choice }) => (choice.site < 0 ? D.sites.map((_, i) => i) : [choice.site]);
