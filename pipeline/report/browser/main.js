// The page: its blocks in the order in which an editor asks, and what happens after each choice.

/** Blocks by their name; each returns its nodes, or nothing where it has nothing to say. @type {Record<string, (S: State) => any>} */
const BLOCKS = {
  lead: leadBlock, sites: sitesBlock, amount: amountBlock, sections: sectionsBlock, people: authorsBlock,
  stories: storiesBlock, topics: topicsBlock, silent: silentBlock, when: whenBlock,
  length: lengthBlock, twice: twiceBlock, languages: languagesBlock, links: linksBlock, plan: planBlock, upkeep: upkeepBlock, changes: changesBlock,
};
/** The rows of the page; a row of two lists has two columns. @type {(string | string[][])[]} */
const ROWS = ["lead", "sites", "plan", "amount", [["sections"], ["people"]], "stories", [["topics", "twice", "languages"], ["silent", "when", "length"]], "links", "upkeep", "changes"];
/** Return all that is told for the choice as it stands. @param {Data} D @returns {State} */
function countState(D) {
  const choice = resolveChoice(D), place = placeOf(D), mask = maskPosts(D, choice), { unit } = choice;
  const period = openPeriod(D, place, choice.period, choice.from, choice.to), C = countPosts(D, mask, place, period, unit);
  return { D, choice, place, period, mask, C, unit, isNarrowed: isNarrowed(), topics: countTopics(D, mask, place), overdue: listOverdue(D, C, place) };
}
/** @param {string} name @param {State} S */
function showBlock(name, S) {
  const cell = /** @type {HTMLElement} */ (document.getElementById(`block-${name}`)), nodes = [BLOCKS[name](S)].flat().filter(Boolean);
  cell.replaceChildren(...nodes);
  cell.hidden = !nodes.length;
}
/** Change nodes; what had the focus has it again, at the same height of the window. @param {() => void} change */
function keepFocus(change) {
  const held = /** @type {HTMLElement} */ (document.activeElement), name = held?.dataset.f, cell = held?.closest(".block");
  if (!name || !cell) return change(); // a place is asked for only here: it makes the browser lay out the page
  const alike = () => /** @type {HTMLElement[]} */ ([...cell.querySelectorAll("[data-f]")]).filter(node => node.dataset.f === name);
  const top = held.getBoundingClientRect().top, at = alike().indexOf(held);
  change();
  const again = alike()[at] ?? alike()[0];
  again?.focus({ preventScroll: true });
  if (again) scrollBy(0, again.getBoundingClientRect().top - top);
}
/** Count and show everything anew. @param {Data} D */
function showAll(D) {
  const begun = performance.now(), S = countState(D), counted = performance.now(), { place, period, C, unit } = S;
  keepFocus(() => {
    for (const name of Object.keys(BLOCKS)) showBlock(name, S);
    drawFigures();
  });
  setText("matches", place.isEmpty ? "" : plainText(sayChoice({ now: C.now, period, isNarrowed: S.isNarrowed, unknown: chosen.unknown, unit })));
  const clocks = [...new Set(place.sites.map(site => `${D.sites[site].as_of_local}, ${D.sites[site].timezone}`))]; // all sites are read at one moment
  setText("as-of", clocks.length ? `${formatLongDay(place.today)} · read at ${clocks[0]}` : "");
  document.documentElement.dataset.countMs = String(Math.round(counted - begun));
  document.documentElement.dataset.showMs = String(Math.round(performance.now() - begun));
}
/** Show what the address says. `isFresh` if it was followed, not gone back to: the browser knows where that was. @param {Data} D @param {boolean} isFresh */
function showAddress(D, isFresh) {
  const { hash } = location, at = placeIn(hash), isPlace = hash.length > 1 && !hash.startsWith("#?"); // of which the choice stays
  const choice = isPlace && isFresh ? chosen : parseAddress(D, hash);
  if (Object.entries(choice).some(([key, value]) => value !== /** @type {any} */ (chosen)[key])) choose(choice, "address");
  if (isFresh) writeAddress(D, "address", at);
  const target = document.getElementById(at), box = target?.closest("details");
  box?.setAttribute("open", "");
  if (isFresh) { (box ?? target)?.scrollIntoView(); target?.focus({ preventScroll: true }); }
}
/** @param {string} id @param {string} text */
const setText = (id, text) => { /** @type {HTMLElement} */ (document.getElementById(id)).textContent = text; };
/** @param {Data} D */
function addFoot(D) {
  const foot = /** @type {HTMLElement} */ (document.getElementById("foot"));
  const left = D.sites.flatMap((site, i) => {
    const kinds = sayUncounted(D.files[i].slice(3), site.generator);
    return kinds.length ? [html("p", {}, "Left out", D.sites.length > 1 ? [" of ", bdi(site.title)] : null, `: ${kinds.join(", ")}.`)] : [];
  });
  foot.append(html("p", { text: "Live posts up to today are counted. A story counts once, in the week of its first post, however many posts tell it. “More” and “fewer” are said only of what differs by two standard errors; smaller differences are “about as many”. Click a bar, a day, a name or a section to see only that. The address of this page keeps what you chose." }),
    ...left, html("p", { text: "One file that loads nothing and sends nothing. All numbers, also those that are cut short here, are in posts.duckdb beside it." }));
}
async function start() {
  const D = openData(await readData()), main = /** @type {HTMLElement} */ (document.getElementById("main"));
  const cell = /** @param {string} name */ name => html("div", { id: `block-${name}`, class: "block" });
  setText("name", D.sites.length === 1 ? D.sites[0].title : `${D.sites.length} sites`);
  main.replaceChildren(...ROWS.map(row => (typeof row === "string" ? cell(row) : html("div", { class: "pair" }, row.map(names => html("div", {}, names.map(cell)))))));
  document.body.append(note);
  addFilters(D);
  addFoot(D);
  onChoice(how => {
    if (how !== "address") writeAddress(D, how);
    showAll(D);
  });
  choose(parseAddress(D, location.hash), "address");
  showAddress(D, true);
  addEventListener("popstate", () => showAddress(D, history.state === null)); // before the browser scrolls back: it needs the page as high as it was
  let pause = 0, width = main.clientWidth;
  new ResizeObserver(() => { // only another width is drawn anew: a drawing may have the focus
    if (main.clientWidth === width) return;
    width = main.clientWidth;
    clearTimeout(pause);
    pause = setTimeout(() => keepFocus(() => drawFigures(true)), 120);
  }).observe(main);
  const setPrinting = /** @param {boolean} isPrinting */ isPrinting => { document.body.classList.toggle("printing", isPrinting); keepFocus(() => drawFigures(true)); }; // at a sheet's width
  addEventListener("beforeprint", () => { for (const box of document.querySelectorAll("details.box")) box.setAttribute("open", ""); setPrinting(true); });
  addEventListener("afterprint", () => setPrinting(false));
  return D;
}
/** The opened data, when the page is shown. */
const ready = start();
ready.then(() => document.body.classList.add("ready"));
