// The five drawings: bars, squares, spark, band, and the browser's own meter. Their colours are classes of page.css.

/** A bar: `n` high, `more` a pale part on top, `tick` a line to compare with; pale altogether if it `isOff`.
 * @typedef {{n: number, more?: number, tick?: number | null, isOff?: boolean, text: string, choose?: () => void}} Bar */
/** Return bars of equal periods, with a line over them.
 * @param {number} width
 * @param {{bars: Bar[], labels: [number, string][], line?: (number | null)[], height?: number, says: string, unit?: string}} what */
function drawBars(width, { bars, labels, line, height = 190, says, unit = "" }) {
  const left = 34, top = 8, bottom = 22, right = 4;
  const scale = scaleOf(Math.max(1, ...bars.map(bar => Math.max(bar.n + (bar.more ?? 0), bar.tick ?? 0))));
  const step = (width - left - right) / bars.length, gap = step > 5 ? 2 : step > 2.5 ? 0.8 : 0.2;
  const fat = Math.min(90, Math.max(1, step - gap));
  const y = /** @param {number} value */ value => round(top + (height - top - bottom) * (1 - value / scale[scale.length - 1]));
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": says, class: "plot" });
  for (const value of scale) {
    drawing.append(
      svg("line", { x1: left, x2: width - right, y1: y(value), y2: y(value), class: value ? "grid" : "base" }),
      svg("text", { x: left - 6, y: y(value) + 4, class: "axis end", text: formatNumber(value) + unit }));
  }
  bars.forEach((bar, i) => {
    const x = round(left + i * step + (step - fat) / 2), above = bar.n + (bar.more ?? 0);
    const box = /** @param {number} from @param {number} to @param {string} kind */ (from, to, kind) =>
      drawing.append(svg("rect", { x, width: round(fat), y: y(to), height: round(y(from) - y(to)), class: kind }));
    if (bar.n) box(0, bar.n, bar.isOff ? "bar off" : "bar");
    if (bar.more) box(bar.n, above, "bar more");
    if (bar.tick !== undefined && bar.tick !== null) {
      drawing.append(svg("line", { x1: round(x - 1), x2: round(x + fat + 1), y1: y(bar.tick), y2: y(bar.tick), class: "tick" }));
    }
  });
  const points = (line ?? []).flatMap((value, i) => (value === null ? [] : [`${round(left + (i + 0.5) * step)},${y(value)}`]));
  if (points.length) drawing.append(svg("polyline", { points: points.join(" "), class: "mean" }));
  let free = width + 10; // where the label before may end: the last one stands, and those that fit beside it
  for (const [i, text] of [...labels].reverse()) {
    const half = text.length * 3.3, x = Math.min(Math.max(left + (i + 0.5) * step, left + half - 6), width - half);
    if (x + half > free - 10) continue;
    free = x - half;
    drawing.append(svg("text", { x: round(x), y: height - 5, class: "axis mid", text }));
  }
  addMarks(drawing, bars.map((bar, i) => ({ ...bar, x: left + (i + 0.5) * step, y: y(bar.n + (bar.more ?? 0)) })),
    x => (x < left ? -1 : Math.min(bars.length - 1, Math.floor((x - left) / step))));
  return drawing;
}
/** @typedef {{shade: number, text: string, isChosen?: boolean, choose?: () => void} | null} Square */
/** Return squares in rows; a row without squares is a gap.
 * @param {number} width
 * @param {{rows: [string, Square[]][], columns: [number, string][], says: string, most?: number}} what */
function drawSquares(width, { rows, columns, says, most = 24 }) {
  const left = Math.min(76, 14 + 7 * Math.max(1, ...rows.map(([label]) => label.length)));
  const size = Math.max(4, Math.min(most, (width - left - 2) / Math.max(...rows.map(([, squares]) => squares.length))));
  const drawing = svg("svg", { role: "img", "aria-label": says, class: "plot" });
  for (const [i, text] of columns) drawing.append(svg("text", { x: round(Math.min(left + i * size, width - text.length * 6.6)), y: 11, class: "axis", text }));
  const marks = /** @type {Mark[]} */ ([]), lines = /** @type {number[]} */ ([]), places = new Map();
  let y = 18;
  for (const [label, squares] of rows) {
    if (!squares.length) { y += size * 0.7; continue; }
    if (label) drawing.append(svg("text", { x: left - 6, y: round(y + size / 2 + 4), class: "axis end", text: label }));
    squares.forEach((square, i) => {
      if (!square) return;
      const side = round(size - 1.5), kind = `shade-${square.shade}${square.isChosen ? " chosen" : ""}`;
      drawing.append(svg("rect", { x: round(left + i * size), y: round(y), width: side, height: side, rx: 1.5, class: kind }));
      places.set(`${lines.length}:${i}`, marks.length);
      marks.push({ ...square, x: left + (i + 0.5) * size, y });
    });
    lines.push(y);
    y += size;
  }
  drawing.setAttribute("viewBox", `0 0 ${width} ${round(y + 4)}`);
  addMarks(drawing, marks, (x, at) => {
    const line = lines.findIndex(start => at >= start && at < start + size);
    return places.get(`${line}:${Math.floor((x - left) / size)}`) ?? -1;
  });
  return drawing;
}
/** Return bars as small as a word, the last `strong` of them dark; the numbers stand beside it. @param {number[]} values @param {number} [strong] @param {number} [width] */
function drawSpark(values, strong = 12, width = 85) {
  const height = 26, most = Math.max(1, ...values), step = width / values.length;
  const box = /** @param {number} value @param {number} i */ (value, i) => svg("rect", {
    x: round(i * step + 0.5), width: round(Math.max(1, step - 1)), y: round(height - 1 - (height - 3) * value / most),
    height: round((height - 3) * value / most), class: i >= values.length - strong ? "bar" : "bar off",
  });
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "spark", width, height, "aria-hidden": "true" },
    svg("line", { x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5, class: "base" }),
    values.map((value, i) => (value ? box(value, i) : null)));
}
/** Return what chance gives as a band, and what there is as a dot.
 * @param {{low: number, high: number, expected: number, now: number}} test @param {number} most */
function drawBand({ low, high, expected, now }, most) {
  const width = 200, x = /** @param {number} value */ value => round(5 + (width - 12) * Math.sqrt(Math.max(0, value) / most));
  return svg("svg", { viewBox: `0 0 ${width} 20`, class: "spark", width, height: 20, "aria-hidden": "true" },
    svg("line", { x1: 0, x2: width, y1: 10, y2: 10, class: "grid" }),
    svg("rect", { x: x(low), width: Math.max(2, x(high) - x(low)), y: 5, height: 10, rx: 3, class: "chance" }),
    svg("line", { x1: x(expected), x2: x(expected), y1: 4, y2: 16, class: "tick" }),
    svg("circle", { cx: x(now), cy: 10, r: 5, class: now > expected ? "up" : "down" }));
}
