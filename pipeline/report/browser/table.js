// Tables with their download, and changes as words and colours.

/** A column: its title, whether it holds numbers, a class (`opt` is left out on a phone), and what the title means.
 * @typedef {{title: string, isNumber?: boolean, kind?: string, hint?: string}} Column
 * A cell: a number, a text, nothing, or a node with the value that the download has of it.
 * @typedef {number | string | null | {node: any, value?: any}} Cell */
/** Return a column of numbers. @param {string} title @param {string} [kind] @param {string} [hint] @returns {Column} */
const numbers = (title, kind, hint) => ({ title, isNumber: true, kind, hint });
/** Return a column of texts. @param {string} title @param {string} [kind] @param {string} [hint] @returns {Column} */
const texts = (title, kind, hint) => ({ title, kind, hint });
/** Return a table. `remark` and `more` stand below it, beside its download.
 * @param {string} name @param {Column[]} columns @param {Cell[][]} rows
 * @param {{remark?: string | null, more?: Node | null}} [below] */
function table(name, columns, rows, { remark = null, more = null } = {}) {
  const classOf = /** @param {Column} column @param {any} [value] */ ({ isNumber, kind }, value) =>
    [isNumber ? "n" : "", kind ?? "", value === "–" ? "none" : ""].filter(Boolean).join(" ") || false;
  const head = columns.map(column => html("th", { scope: "col", class: classOf(column), title: column.hint, text: column.title }));
  const body = rows.map(cells => html("tr", {}, cells.map((cell, i) => {
    const value = isNode(cell) ? cell.node : typeof cell === "number" ? formatNumber(cell) : cell ?? "–";
    return html(i === 0 ? "th" : "td", { class: classOf(columns[i], value), scope: i === 0 ? "row" : null }, value);
  })));
  const download = () => saveText(`${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.csv`, formatCsv(columns, rows));
  return html("div", { class: "tabled" },
    html("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": name },
      html("table", { "aria-label": name }, html("thead", {}, html("tr", {}, head)), html("tbody", {}, body))),
    html("p", { class: "under" }, remark ? html("span", { text: remark }) : null, more,
      html("button", { type: "button", class: "link", onclick: download, text: "Download as CSV" })));
}
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
/** Return the numbers behind a drawing, made when they are opened. @param {string} name @param {Column[]} columns @param {() => Cell[][]} rows @param {string} [summary] */
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
