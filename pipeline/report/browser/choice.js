// What the reader chose, kept in the page's address by name, so that it outlasts a refresh and can be mailed.

const UNCHOSEN = {
  site: NONE, section: NONE, author: NONE, tag: NONE, lang: NONE, q: "", period: "", from: /** @type {number | null} */ (null),
  to: /** @type {number | null} */ (null), unknown: "", unit: /** @type {Unit} */ ("story"), by: "week",
};
/** @typedef {typeof UNCHOSEN} Choice */
const FIXED = { unit: ["story", "post"], by: ["week", "month"], period: Object.keys(PERIODS) };
/** The choice as it stands: `period` "" is the default of the place, `unknown` what the address names and is not here. */
const chosen = { ...UNCHOSEN };
/** How a choice comes about: as a step that Back undoes, letter by letter, or from the address. @typedef {"step" | "typing" | "address"} How */
/** @type {((how: How) => void)[]} */
const listeners = [];
/** Call a function after each change of the choice. @param {(how: How) => void} listener */
const onChoice = listener => { listeners.push(listener); };
/** Change the choice. @param {Partial<Choice>} changes @param {How} [how] */
function choose(changes, how = "step") {
  Object.assign(chosen, { unknown: "" }, changes);
  for (const listener of listeners) listener(how);
}
/** Take everything back but how numbers are shown. */
const clearChoice = () => choose({ ...UNCHOSEN, unit: chosen.unit, by: chosen.by });
/** Return whether something other than site and period was chosen. */
const isNarrowed = () => chosen.q !== "" || [chosen.section, chosen.author, chosen.tag, chosen.lang].some(value => value !== NONE);
/** Return whether there is something to take back. */
const isChosen = () => isNarrowed() || chosen.site !== NONE || chosen.period !== "";
/** Return what is told of: the chosen site, or all. @param {Data} D */
function placeOf(D) {
  if (chosen.site !== NONE) return D.sites[chosen.site];
  return D.sites.length === 1 ? D.sites[0] : D.all;
}
/** Return the choice with its period named. @param {Data} D */
const resolveChoice = D => ({ ...chosen, period: chosen.period || defaultPeriod(D, placeOf(D)) });
/** Return the names that stand in the address, by number. @param {Data} D @param {string} key @returns {string[] | undefined} */
const namesOf = (D, key) => /** @type {Record<string, () => string[]>} */ ({
  site: () => D.sites.map(site => site.site), section: () => D.sections, tag: () => D.tags, lang: () => D.langs,
  author: () => D.authors.map((/** @type {any[]} */ [site, , id]) => `${D.sites[site].site}/${id}`),
})[key]?.();
/** Return the choice, with changes, as the page's address has it, and the element `at` which it opens.
 * @param {Data} D @param {string} [at] @param {Partial<Choice>} [changes] */
function formatAddress(D, at = "", changes = {}) {
  const said = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...chosen, ...changes })) {
    if (key === "unknown" || value === /** @type {any} */ (UNCHOSEN)[key]) continue;
    const names = namesOf(D, key);
    if (names) said.set(key, value === WITHOUT ? "(none)" : names[Number(value)]);
    else said.set(key, key === "from" || key === "to" ? formatIso(Number(value)) : String(value));
  }
  if (said.size && at) said.set("at", at);
  return said.size ? `#?${said}` : `#${at}`;
}
/** Return the element that an address opens at; "" if it names none. @param {string} address */
const placeIn = address => (address.startsWith("#?") ? new URLSearchParams(address.slice(2)).get("at") ?? "" : address.slice(1));
/** Keep the choice in the address: a step is a new entry of the history, and so is the first letter typed.
 * @param {Data} D @param {How} how @param {string} [at] */
function writeAddress(D, how, at) {
  const address = formatAddress(D, at), isTyping = how === "typing", isNew = how === "step" || (isTyping && !history.state?.isTyping);
  if (how !== "address" && address === (location.hash || "#")) return;
  try { history[isNew ? "pushState" : "replaceState"](how === "address" ? history.state ?? {} : { isTyping }, "", address); } catch { /* a viewer without a history */ }
}
/** Return the choice that an address has; what it names and is not here is told as `unknown`. @param {Data} D @param {string} address */
function parseAddress(D, address) {
  const found = /** @type {any} */ ({ ...UNCHOSEN });
  for (const [key, value] of address.startsWith("#?") ? new URLSearchParams(address.slice(2)) : []) {
    const names = namesOf(D, key), fixed = /** @type {Record<string, string[]>} */ (FIXED)[key];
    if (names) found[key] = ["section", "author", "tag"].includes(key) && value === "(none)" ? WITHOUT : names.indexOf(value);
    else if (fixed?.includes(value)) found[key] = value;
    else if (key === "q") found.q = value.slice(0, 200);
    else if (key === "from" || key === "to") found[key] = Number.isFinite(parseDay(value)) ? parseDay(value) : null;
    if (names ? found[key] === NONE : fixed && !fixed.includes(value)) found.unknown += `${found.unknown && ", "}${key === "lang" ? "language" : key} “${value.slice(0, 100)}”`;
  }
  return found;
}
/** Return a button that shows only a section, an author, a tag or a site; pressed again it takes that back.
 * @param {"site" | "section" | "author" | "tag" | "lang"} key @param {number} value @param {string} name */
function picker(key, value, name) {
  const isPressed = chosen[key] === value;
  return html("button", {
    type: "button", class: "pick", "data-f": `${key}:${value}`, "aria-pressed": String(isPressed),
    title: isPressed ? "Show all again" : "Show only this", onclick: () => choose({ [key]: isPressed ? NONE : value }),
  }, bdi(name));
}
/** Return an author's name; with the site if several have authors of that name. @param {Data} D @param {number} author */
function authorName(D, author) {
  const [site, name, id] = D.authors[author];
  D.authorCounts ??= D.authors.reduce((/** @type {Map<string, Set<any>>} */ counts, /** @type {any[]} */ [site, name, id]) =>
    counts.set(name, (counts.get(name) ?? new Set()).add(`${site} ${id}`)), new Map());
  if (D.authorCounts.get(name).size === 1 || (chosen.site !== NONE && isOnlyOfSite(D, site, name))) return name;
  return isOnlyOfSite(D, site, name) ? `${name} (${D.sites[site].title})` : `${name} (${id})`;
}
/** @param {Data} D @param {number} site @param {string} name */
const isOnlyOfSite = (D, site, name) =>
  [...D.authorCounts.get(name)].filter(key => String(key).startsWith(`${site} `)).length === 1;
/** Return a section's name. @param {Data} D @param {number} section */
const sectionName = (D, section) => (section < 0 ? "no section" : D.sections[section]);
