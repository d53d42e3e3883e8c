// Shades of squares: up to four for what counts, and one for none.

const SHADES_BY_CLASSES = [[], [3], [2, 4], [1, 2, 4], [1, 2, 3, 4]];
/** Return the least count of each shade: about as many counts have each. @param {Iterable<number>} counts */
function shadeBounds(counts) {
  const some = [...counts].filter(count => count > 0).sort((a, b) => a - b), different = [...new Set(some)];
  if (different.length <= 4) return different;
  const quarters = /** @param {number[]} sorted */ sorted => [...new Set([0, 1, 2, 3].map(q => sorted[Math.floor(sorted.length * q / 4)]))];
  const bounds = quarters(some);
  return bounds.length === 4 ? bounds : quarters(different); // most are alike: the few others are to differ all the same
}
/** Return the shade of a count, 0 to 4. @param {number} count @param {number[]} bounds */
function shadeOf(count, bounds) {
  const reached = bounds.filter(bound => count >= bound).length;
  return reached ? SHADES_BY_CLASSES[bounds.length][reached - 1] : 0;
}
/** Return class and meaning of each shade. @param {number[]} bounds */
const shadeLegend = bounds => [["shade-0", "none"], ...bounds.map((bound, i) => {
  const next = bounds[i + 1], kind = `shade-${SHADES_BY_CLASSES[bounds.length][i]}`;
  if (next === undefined) return [kind, `${bound}${bounds.length > 1 ? " or more" : ""}`];
  return [kind, next - 1 > bound ? `${bound}–${next - 1}` : `${bound}`];
})];
