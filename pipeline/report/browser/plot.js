// What all drawings share: the note at the pointer, the keys, and a scale of counts.

/** @typedef {{x: number, y: number, text: string, choose?: () => void}} Mark in the drawing's units */
/** Return a coordinate with two decimals. @param {number} value */
const round = value => Math.round(value * 100) / 100;
/** Return 0 and three or four round numbers, the last not below `most`. @param {number} most */
function scaleOf(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1) / 4));
  const step = Math.max(1, ([1, 2, 5, 10].find(factor => most / (factor * power) <= 4) ?? 10) * power);
  return Array.from({ length: Math.max(2, Math.ceil(most / step - 0.001) + 1) }, (_, i) => i * step);
}
const note = html("div", { class: "note", role: "status", "aria-live": "polite", hidden: true });
/** @param {string} text @param {number} x @param {number} y */
function showNote(text, x, y) {
  note.textContent = text;
  note.hidden = false;
  const { width, height } = note.getBoundingClientRect();
  note.style.left = `${Math.max(8, Math.min(document.documentElement.clientWidth - width - 8, x - width / 2))}px`;
  note.style.top = `${y - height - 12 < 0 ? y + 18 : y - height - 12}px`;
}
const hideNote = () => { note.hidden = true; };
/** Let pointer, finger and arrow keys go from mark to mark of a drawing. A finger's first touch tells, its second chooses.
 * @param {SVGSVGElement} drawing @param {Mark[]} marks @param {(x: number, y: number) => number} markAt number of the mark there, or -1 */
function addMarks(drawing, marks, markAt) {
  let here = -1;
  const show = /** @param {number} number */ number => {
    here = number;
    const box = drawing.getBoundingClientRect(), scale = box.width / drawing.viewBox.baseVal.width;
    showNote(marks[number].text, box.left + marks[number].x * scale, box.top + marks[number].y * scale);
  };
  const find = /** @param {MouseEvent} event */ event => {
    const box = drawing.getBoundingClientRect(), scale = drawing.viewBox.baseVal.width / box.width;
    const number = markAt((event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
    return marks[number] ? number : -1;
  };
  let touched = -1;
  drawing.addEventListener("pointermove", event => { const number = find(event); if (number < 0) hideNote(); else show(number); });
  drawing.addEventListener("pointerleave", hideNote);
  drawing.addEventListener("blur", hideNote);
  drawing.addEventListener("click", event => {
    const number = find(event), isFirstTouch = /** @type {PointerEvent} */ (event).pointerType === "touch" && touched !== number;
    touched = number;
    if (number < 0) return;
    if (isFirstTouch) show(number); else marks[number].choose?.();
  });
  drawing.addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (step && marks.length) {
      event.preventDefault();
      show(Math.max(0, Math.min(marks.length - 1, here < 0 ? marks.length - 1 : here + step)));
    }
    if (event.key === "Escape") hideNote();
    if (event.key === "Enter") marks[here]?.choose?.();
  });
  drawing.setAttribute("tabindex", "0");
  drawing.dataset.f = "plot";
}
/** Return a figure that is drawn when its width is known, by `drawFigures`.
 * @param {(width: number) => Element} draw @param {string[][]} [legend] class of a swatch, its meaning */
function figure(draw, legend = []) {
  const place = html("div", { class: "drawing" });
  /** @type {any} */ (place).draw = draw;
  const items = legend.map(([kind, text]) => html("li", {}, html("span", { class: `swatch ${kind}` }), text));
  return html("figure", {}, items.length ? html("ul", { class: "legend" }, items) : null, place);
}
const widths = /** @type {Map<string, number>} */ (new Map());
/** Draw every figure at its width. A width is asked for once, because that makes the browser lay out the page; `isResized` asks anew. @param {boolean} [isResized] */
function drawFigures(isResized = false) {
  if (isResized) widths.clear();
  const places = /** @type {any[]} */ ([...document.querySelectorAll(".drawing")]);
  const names = places.map((place, i) => `${place.closest("section")?.id} ${places.slice(0, i).filter(other => other.closest("section") === place.closest("section")).length}`);
  const known = places.map((place, i) => widths.get(names[i]) ?? Math.round(place.clientWidth));
  places.forEach((place, i) => {
    if (known[i]) { widths.set(names[i], known[i]); place.replaceChildren(place.draw(known[i])); }
  });
}
