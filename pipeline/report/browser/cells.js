// What several blocks show of a post: its title, and how old it is.

/** Return how long ago a day was; of a place at rest the day itself. @param {number} day @param {Place} place */
const ageOf = (day, place) => html("span", { title: formatDay(day), text: place.isAtRest ? formatDay(day) : formatAge(day, place.asOf) });
/** Return a day as a cell: shown as elsewhere, saved as 2026-06-30. @param {string | null} iso @returns {Cell} */
const dated = iso => (iso ? { node: formatDay(parseDay(iso)), value: iso } : null);
/** Return a post's title, as a link where its address is known. @param {Data} D @param {number} i */
function titleNode(D, i) {
  if (!hasTexts(D, i)) return html("span", { class: "soft", text: "(an older post: see posts.duckdb)" });
  const title = titleOf(D, i).trim() || "(no title)", address = addressOf(D, i);
  return address ? webLink(address, title, { dir: "auto" }) : html("span", { dir: "auto", text: title });
}
