// Nodes, made one by one: a text of the site goes in as text and never as markup.

const SVG = "http://www.w3.org/2000/svg";
/** @template {Element} T @param {T} node @param {Record<string, any>} props @param {any[]} kids @returns {T} */
function fillNode(node, props, kids) {
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "text") node.textContent = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...kids.flat().filter(kid => kid !== null && kid !== undefined && kid !== false));
  return node;
}
/** Return an HTML element. @param {string} tag @param {Record<string, any>} [props] @param {...any} kids */
const html = (tag, props = {}, ...kids) => fillNode(document.createElement(tag), props, kids);
/** Return an SVG element. @param {string} tag @param {Record<string, any>} [props] @param {...any} kids */
const svg = (tag, props = {}, ...kids) => fillNode(/** @type {SVGSVGElement} */ (document.createElementNS(SVG, tag)), props, kids);
/** Return a name in its own direction of writing. @param {string} text */
const bdi = text => html("bdi", { text });
/** Return the nodes of a phrase; a line never begins with %. @param {Part[]} parts */
const phrase = parts => parts.map(part => (typeof part === "string" ? part.replaceAll(" %", "\u00a0%") : bdi(part.name)));
/** Return a label behind a name, such as "new". @param {string} text @param {string} [kind] */
const badge = (text, kind = "") => html("span", { class: `badge ${kind}`.trim(), text });
/** Return a web link that tells the other side nothing. @param {string} href @param {string} text @param {Record<string, any>} [props] */
const webLink = (href, text, props = {}) =>
  html("a", { href, rel: "noopener noreferrer", target: "_blank", ...props, text });
