// Tables with their download, and changes as words and colours.

/** A column: its title, whether it holds numbers, a class (`opt` is left out on a phone), and what the title means.
 * @typedef {{title: string, isNumber?: boolean, kind?: string, hint?: string}} Column
 * A cell: a number, a text, nothing, or a node with the value that the download has of it.
 * @typedef {number | string | null | {node: any, value?: any}} Cell
 * A row: its cells, or what makes them when it is shown or saved.
 * @typedef {Cell[] | (() => Cell[])} TableRow */
const ROWS_AT_FIRST = 25, ROWS_MORE = 100, ROWS_IN_PRINT = 15;
/** Return a column of numbers. @param {string} title @param {string} [kind] @param {string} [hint] @returns {Column} */
const numbers = (title, kind, hint) => ({ title, isNumber: true, kind, hint });
/** Return a column of texts. @param {string} title @param {string} [kind] @param {string} [hint] @returns {Column} */
const texts = (title, kind, hint) => ({ title, kind, hint });
/** Return a table of its `first` rows, with a button for more and a download of all. `total` says how many there are in
 * the table `source` of posts.duckdb, if not all are here; `more` stands below it. @param {string} name @param {Column[]} columns @param {TableRow[]} rows
 * @param {{first?: number, printed?: number, total?: number, source?: string, more?: Node | null}} [options] */
function table(name, columns, rows, { first = ROWS_AT_FIRST, printed = ROWS_IN_PRINT, total = rows.length, source = "", more = null } = {}) {
  const classOf = /** @param {Column} column @param {any} [value] */ ({ isNumber, kind }, value) =>
    [isNumber ? "n" : "", kind ?? "", value === "–" ? "none" : ""].filter(Boolean).join(" ") || false;
  const head = columns.map(column => html("th", { scope: "col", class: classOf(column), title: column.hint, text: column.title }));
  const rowNode = /** @param {TableRow} row @param {number} at */ (row, at) => html("tr", { class: at >= printed && "unprinted" }, cellsOf(row).map((cell, i) => {
    const value = isNode(cell) ? cell.node : typeof cell === "number" ? formatNumber(cell) : cell ?? "–";
    return html(i === 0 ? "th" : "td", { class: classOf(columns[i], value), scope: i === 0 ? "row" : null }, value);
  }));
  const body = html("tbody"), counter = html("span"), button = html("button", { type: "button", class: "show-more", onclick: () => show(ROWS_MORE) });
  const group = html("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": name }, html("table", { "aria-label": name }, html("thead", {}, html("tr", {}, head)), body));
  let shown = 0;
  const show = /** @param {number} n */ n => {
    body.append(...rows.slice(shown, shown + n).map((row, i) => rowNode(row, shown + i)));
    shown = Math.min(rows.length, shown + n);
    if (shown === rows.length && button === document.activeElement) group.focus({ preventScroll: true }); // it is about to go
    button.hidden = shown === rows.length;
    button.textContent = `Show ${formatNumber(Math.min(ROWS_MORE, rows.length - shown))} more`;
    counter.replaceChildren(...(shown < total ? [sayShown(shown, total)] : []));
  };
  show(first);
  const download = () => saveText(`${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.csv`, formatCsv(columns, rows.map(cellsOf)));
  return html("div", { class: "tabled" }, group, html("p", { class: "under" }, counter, Math.min(printed, first) < total ? html("span", { class: "printed", text: sayShown(Math.min(printed, first), total) }) : null,
    total > rows.length ? html("span", { text: `The others are in posts.duckdb, in the table ${source}.` }) : null, more, button, html("button", { type: "button", class: "link", onclick: download, text: "Download as CSV" })));
}
/** @param {number} shown @param {number} total */
const sayShown = (shown, total) => `${formatNumber(shown)} of ${formatNumber(total)}.`;
/** @param {TableRow} row */
const cellsOf = row => (typeof row === "function" ? row() : row);
/** @param {any} cell @returns {cell is {node: any, value?: any}} */
const isNode = cell => cell !== null && typeof cell === "object";
/** Return a table as CSV. A text that a spreadsheet would take as a formula gets an apostrophe. @param {Column[]} columns @param {Cell[][]} rows */
function formatCsv(columns, rows) {
  const quote = /** @param {Cell} cell */ cell => {
    const value = isNode(cell) ? cell.value ?? cell.node.textContent : cell, text = String(value ?? "");
    const safe = typeof value !== "number" && /^(\s*[=+\-@＝＋－＠]|[\t\r\n])/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns.map(column => column.title), ...rows].map(row => row.map(quote).join(",")).join("\r\n");
}
/** @param {string} name @param {string} text */
function saveText(name, text) {
  const link = html("a", { href: URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" })), download: name });
  /** @type {HTMLAnchorElement} */ (link).click();
  setTimeout(() => URL.revokeObjectURL(/** @type {HTMLAnchorElement} */ (link).href), 1000);
}
/** Return the numbers behind a drawing, made when they are opened. @param {string} name @param {Column[]} columns @param {() => TableRow[]} rows @param {string} [summary] */
function foldedTable(name, columns, rows, summary = "The numbers") {
  const box = /** @type {HTMLDetailsElement} */ (html("details", {}, html("summary", { text: summary })));
  box.addEventListener("toggle", () => { if (box.open && box.children.length === 1) box.append(table(name, columns, rows())); });
  return box;
}
/** Return a change as a cell: coloured, with an arrow, only beyond what chance explains.
 * @param {number} now @param {number | null} then @param {number} [errors] standard errors to pass @returns {Cell} */
function changeCell(now, then, errors) {
  if (then === null) return null;
  const by = now - then, clear = isClear(now, then, errors), sign = by > 0 ? "+" : by < 0 ? "−" : "±";
  const arrow = clear ? html("span", { "aria-hidden": "true", text: by > 0 ? " ▲" : " ▼" }) : null;
  const kind = clear ? (by > 0 ? "rise" : "fall") : "soft";
  return { value: by, node: html("span", { class: kind, title: clear ? "more than chance" : "could be chance" }, sign + formatNumber(Math.abs(by)), arrow) };
}
