// What several blocks show of a post: its title, and how old it is.

/** Return a file or an address, which breaks after its slashes; where it is narrow also after hyphens. @param {string} path @param {string} [kind] */
const fileNode = (path, kind) => html("code", { class: kind }, path.split(/(?<=\/)/).flatMap(part => [html("span", { class: "part", text: part }), html("wbr")]));
/** Return the posts that tell a story, the oldest first. @param {Data} D @param {number} first its first post */
function tellingsOf(D, first) {
  const { P } = D, found = [first];
  for (let k = first + 1; k < P.n && found.length <= P.copies[first]; k++) if (P.back[k] && k - P.back[k] === first) found.push(k);
  return found;
}
/** Return how long ago a day was; of a place at rest the day itself. @param {number} day @param {Place} place */
const ageOf = (day, place) => html("span", { title: formatDay(day), text: place.isAtRest ? formatDay(day) : formatAge(day, place.asOf) });
/** Return a day as a cell: shown as elsewhere, saved as 2026-06-30. @param {string | null} iso @returns {Cell} */
const dated = iso => (iso ? { node: formatDay(parseDay(iso)), value: iso } : null);
/** Return a post's title, as a link where its address is known. @param {Data} D @param {number} i */
function titleNode(D, i) {
  if (!hasTexts(D, i)) return html("span", { class: "soft", text: "(an older post: see posts.duckdb)" });
  return linkedTitle(titleOf(D, i).trim() || "(no title)", addressOf(D, i));
}
/** @param {string} title @param {string | null} address */
const linkedTitle = (title, address) => (address ? webLink(address, title, { dir: "auto" }) : html("span", { dir: "auto", text: title }));
