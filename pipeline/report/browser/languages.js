// Languages: what is translated, and what is not.

/** @param {State} S */
function languagesBlock(S) {
  const { D } = S, sites = siteNumbers(S).filter(site => D.languages[site].length > 1);
  if (!sites.length) return null;
  const several = D.sites.length > 1, first = openLanguages(D, sites[0]);
  const answer = sayLanguages({ site: several ? D.sites[sites[0]].title : null, rows: first });
  return block("languages", "Languages", answer, { note: ["A text and its translations belong together by their translation key or file name. Whole sites are told of, whatever is filtered."], ui: D.ui, tables: ["core.works", "quality.missing_translations"] },
    sites.flatMap(site => siteLanguages(D, site, several)));
}
/** @param {Data} D @param {number} site */
const openLanguages = (D, site) => D.languages[site].map((/** @type {any[]} */ [lang, works, inMain, alone, newest]) => ({ lang, works, inMain, alone, newest }));
/** @param {Data} D @param {number} site @param {boolean} several */
function siteLanguages(D, site, several) {
  const rows = openLanguages(D, site), main = rows[0], name = several ? `Languages of ${D.sites[site].title}` : "Languages", missing = D.untranslated[site];
  const cells = rows.map((/** @type {any} */ row) => [{ node: D.langs.includes(row.lang) ? picker("lang", D.langs.indexOf(row.lang), row.lang) : row.lang, value: row.lang }, row.works, { node: formatShare(row.inMain, main.works) }, dated(row.newest)]);
  return [several ? html("h3", { text: D.sites[site].title, dir: "auto" }) : null,
    table(name, [texts("Language"), numbers("Texts"), numbers(`Of those in ${main.lang}`), numbers("Newest", "opt")], cells),
    missing.length ? html("h3", { text: "The newest that are not translated" }) : null,
    missing.length ? html("ul", { class: "plain" }, missing.map((/** @type {any[]} */ [on, title, langs]) => html("li", {}, html("span", { class: "date", text: `${formatDay(parseDay(on))} ` }), html("span", { dir: "auto", text: title || "(no title)" }), html("span", { class: "soft", text: ` lacks ${langs.join(", ")}` })))) : null];
}
