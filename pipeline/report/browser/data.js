// The data that travels with the page, opened: a typed array for each column of posts. What each key means stands in
// docs/internals/page-data.md. Nothing is counted here.

const NONE = -1;
const WEEKS_AT_REST = 26;
/** A site, or all of them: its newest and first day with a story, and the day as of which it is told. A site without a
 * story for half a year is at rest, and told as of the Monday after its last one.
 * @typedef {{title: string, today: number, first: number, last: number, isEmpty: boolean, isAtRest: boolean,
 *   asOf: number, sites: number[]}} Place
 * @typedef {{n: number, months: number, day: Int32Array, month: Int32Array, hour: Int8Array, site: Int16Array,
 *   section: Int16Array, lang: Int16Array, byline: Int32Array, tags: Int32Array, series: Int32Array, words: Int32Array, links: Int32Array, linkedBy: Int32Array, edits: Int32Array,
 *   daysToEdit: Int32Array, posts: Int32Array,
 *   stories: Int32Array, back: Int32Array, copies: Int32Array, isShared: Uint8Array}} Posts
 * @typedef {Record<string, any> & {P: Posts, sites: (Place & Record<string, any>)[], all: Place}} Data */
/** Return the JSON of the page's data element. */
async function readData() {
  const packed = /** @type {HTMLElement} */ (document.getElementById("data")).textContent ?? "";
  const bytes = Uint8Array.from(atob(packed), character => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}
/** @param {any} column @returns {number[]} */
const unpackColumn = column => (Array.isArray(column) ? column : new Array(column.n).fill(column.all));
/** Return the data with its posts opened. @param {any} json @returns {Data} */
function openData(json) {
  const column = /** @param {string} name */ name => unpackColumn(json.posts[name]);
  const ints = /** @param {string} name */ name => Int32Array.from(column(name)), shorts = /** @param {string} name */ name => Int16Array.from(column(name));
  const P = /** @type {Posts} */ ({
    n: column("day").length, months: json.months, day: ints("day"), hour: Int8Array.from(column("hour")), site: shorts("site"), section: shorts("section"), lang: shorts("lang"),
    byline: ints("byline"), tags: ints("tags"), series: ints("series"), words: ints("words"), links: ints("links"), linkedBy: ints("linked_by"), edits: ints("edits"),
    daysToEdit: ints("days_to_edit"), posts: ints("posts"), stories: ints("stories"), back: ints("back"), isShared: Uint8Array.from(column("shares_address")),
  });
  for (let i = 1; i < P.n; i++) P.day[i] += P.day[i - 1];
  P.month = Int32Array.from(P.day, monthOf);
  P.copies = new Int32Array(P.n); // of a story's first post: the posts that repeat it
  for (let i = 0; i < P.n; i++) if (P.back[i]) P.copies[i - P.back[i]]++;
  const texts = { ...json.texts, url: unpackColumn(json.texts.url), path: unpackColumn(json.texts.path) };
  const firstDays = new Array(json.authors.length).fill(Infinity); // of each author's posts, whatever is filtered; posts are in order
  for (let i = P.n - 1; i >= 0; i--) if (P.byline[i] >= 0) for (const author of json.bylines[P.byline[i]]) firstDays[author] = P.day[i];
  const about = new Map(json.topics.at.map((/** @type {number} */ at, /** @type {number} */ i) => [at, json.topics.lists[i]]));
  return { ...json, P, texts, about, firstDays, ...openPlaces(json.sites, P) };
}
/** @param {any[]} rows @param {Posts} P */
function openPlaces(rows, P) {
  const sites = rows.map((row, i) => ({ ...row, first: Infinity, last: -Infinity, sites: [i] }));
  for (let i = 0; i < P.n; i++) {
    const site = sites[P.site[i]];
    site.first = Math.min(site.first, P.day[i]);
    if (P.stories[i]) site.last = Math.max(site.last, P.day[i]);
  }
  const all = {
    title: `All ${sites.length} sites`, today: Math.max(...sites.map(site => site.today)), sites: sites.map((_, i) => i),
    first: Math.min(...sites.map(site => site.first)), last: Math.max(...sites.map(site => site.last)),
  };
  for (const place of [...sites, all]) {
    place.isEmpty = !Number.isFinite(place.last);
    if (place.isEmpty) place.first = place.today;
    place.isAtRest = !place.isEmpty && place.today - place.last > WEEKS_AT_REST * WEEK;
    place.asOf = place.isAtRest ? mondayOf(place.last) + WEEK : place.today;
  }
  return { sites, all };
}
/** Return the title of a post; "" if it has none or is too old to travel. @param {Data} D @param {number} i */
const titleOf = (D, i) => D.texts.title[i - D.texts.first] ?? "";
/** Return whether title, address and file of a post are here. @param {Data} D @param {number} i */
const hasTexts = (D, i) => i >= D.texts.first;
/** Return the file of a post. @param {Data} D @param {number} i */
const pathOf = (D, i) => fillIn(D, i, D.texts.paths[D.texts.path[i - D.texts.first]], "-");
/** Return the address of a post on its site; null if that is no web address. @param {Data} D @param {number} i */
const addressOf = (D, i) => webAddress(D.sites[D.P.site[i]].url, fillIn(D, i, D.texts.urls[D.texts.url[i - D.texts.first]], "/"));
/** @param {string} site @param {string} path */
function webAddress(site, path) {
  try {
    const url = new URL(path.startsWith("/") ? site.replace(/\/$/, "") + path : path, site || undefined);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null; // a site without an address, or a permalink that is none
  }
}
/** @param {Data} D @param {number} i @param {string} pattern @param {string} dash */
function fillIn(D, i, pattern, dash) {
  const fill = /** @param {string} text @param {Record<string, string>} parts */ (text, parts) => text.replace(/\{([duos])\}/g, (all, part) => parts[part] ?? all);
  const slug = fill(D.texts.slug[i - D.texts.first], { s: slugify(titleOf(D, i)), o: "{" });
  return fill(pattern, { d: formatIso(D.P.day[i]).replaceAll("-", dash), u: slug, o: "{" });
}
/** @param {string} title */
const slugify = title => title.replace(/[A-Z]/g, letter => letter.toLowerCase()).replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
