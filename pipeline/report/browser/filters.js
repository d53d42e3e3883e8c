// The bar of filters: native controls, so that keyboard, phone and screen reader know them.

const MAX_OPTIONS = 500, TYPING_PAUSE_MS = 180;
/** Put the filters into the page; a select is absent where there is nothing to choose. @param {Data} D */
function addFilters(D) {
  const { P } = D, fields = /** @type {Record<string, HTMLInputElement>} */ ({}), box = /** @type {HTMLElement} */ (document.getElementById("fields"));
  const labelled = /** @param {string} name @param {any} field @param {string} [kind] */ (name, field, kind) => html("label", { class: kind }, html("span", { text: name }), field);
  const select = /** @param {keyof typeof chosen} key @param {string} name @param {[string, string][]} options */ (key, name, options) => {
    const nodes = options.map(([value, text]) => html("option", { value, text }));
    fields[key] = /** @type {any} */ (html("select", { name: key, onchange: (/** @type {any} */ event) => choose({ [key]: typeof chosen[key] === "number" ? Number(event.target.value) : event.target.value }) }, nodes));
    return labelled(name, fields[key]);
  };
  const counted = /** @param {ArrayLike<number>} column @param {(key: number) => number[]} keysOf @param {(key: number) => string} name @returns {[string, string][]} */ (column, keysOf, name) => {
    const counts = /** @type {number[]} */ ([]);
    for (let i = 0; i < P.n; i++) if (column[i] >= 0) for (const key of keysOf(column[i])) counts[key] = (counts[key] ?? 0) + P.stories[i];
    return Object.entries(counts).sort((a, b) => b[1] - a[1]).slice(0, MAX_OPTIONS).map(([key, n]) => [key, `${name(Number(key))} (${formatNumber(n)})`]);
  };
  const day = /** @param {"from" | "to"} key @param {string} name */ (key, name) => {
    fields[key] = /** @type {any} */ (html("input", { type: "date", name: key, onchange: (/** @type {any} */ event) => choose({ [key]: event.target.value ? parseDay(event.target.value) : null }, "typing") }));
    return labelled(name, fields[key]);
  };
  let pause = 0;
  const search = /** @type {any} */ (html("input", { type: "search", name: "q", placeholder: "Words of a title", autocomplete: "off", oninput: () => {
    clearTimeout(pause);
    pause = setTimeout(() => choose({ q: search.value.trim() }, "typing"), TYPING_PAUSE_MS);
  } }));
  fields.q = search;
  const all = /** @type {[string, string]} */ ([String(NONE), "all"]), same = /** @param {number} key */ key => [key];
  const without = /** @param {ArrayLike<number>} column @param {string} text @param {number} [first] @returns {[string, string][]} */ (column, text, first = 0) => (Array.prototype.indexOf.call(column, NONE, first) < 0 ? [] : [[String(WITHOUT), text]]);
  const own = html("span", { id: "own", hidden: true }, day("from", "From"), day("to", "To"));
  const clear = html("button", { type: "button", id: "clear", hidden: true, text: "Clear", onclick: clearChoice });
  box.append(...[
    D.sites.length > 1 ? select("site", "Site", [[String(NONE), "all sites"], ...D.sites.map((site, i) => /** @type {[string, string]} */ ([String(i), site.title]))]) : null,
    select("period", "Period", Object.entries(PERIODS)), own,
    D.sections.length ? select("section", "Section", [all, ...without(P.section, "without a section"), ...counted(P.section, same, key => sectionName(D, key))]) : null,
    D.authors.length ? select("author", "Author", [all, ...without(P.byline, "without a byline"), ...counted(P.byline, key => D.bylines[key], key => authorName(D, key))]) : null,
    D.tags.length ? select("tag", "Tag", [all, ...without(P.tags, "without a tag", P.months), ...counted(P.tags, key => D.tag_sets[key], key => D.tags[key])]) : null,
    D.langs.length > 1 ? select("lang", "Language", [all, ...counted(P.lang, same, key => D.langs[key])]) : null,
    P.copies.some(Boolean) ? select("unit", "Count", [["story", "stories"], ["post", "posts"]]) : null,
    html("span", { class: "search" }, labelled("Search", fields.q), clear),
  ].filter(field => field !== null));
  document.getElementById("choice")?.addEventListener("submit", event => event.preventDefault());
  onChoice(how => {
    const choice = resolveChoice(D);
    for (const [key, field] of Object.entries(fields)) {
      const value = /** @type {any} */ (choice)[key];
      if (field.type === "date") field.value = value === null ? "" : formatIso(value);
      else if (how !== "typing" || field !== document.activeElement) field.value = String(value);
    }
    own.hidden = choice.period !== "own";
    clear.hidden = !isChosen();
  });
}
