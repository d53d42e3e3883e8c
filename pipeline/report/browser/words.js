// Numbers, counts and comparisons in words. A phrase is a list of texts and of names: {name} stands alone in its own
// direction of writing, whatever letters it has.

/** @typedef {string | {name: string}} Part */
/** @typedef {"story" | "post"} Unit */
const NUMBER = new Intl.NumberFormat("en");
/** Return 1,204 or 4.2: one decimal below a hundred, where there is one. @param {number} value */
function formatNumber(value) {
  const isWhole = Math.abs(value) >= 100 || Number.isInteger(value);
  return NUMBER.format(isWhole ? Math.round(value) : Math.round(value * 10) / 10);
}
/** @param {Iterable<number>} values */
const sum = values => [...values].reduce((all, value) => all + value, 0);
/** @param {string} one */
const pluralOf = one => (/[^aeiou]y$/.test(one) ? `${one.slice(0, -1)}ies` : `${one}s`);
/** Return a number with its noun: `1 story`, `1,204 stories`, `no story`.
 * @param {number} value @param {string} one @param {string} [many] */
const formatCount = (value, one, many = pluralOf(one)) =>
  `${value ? formatNumber(value) : "no"} ${value === 0 || value === 1 ? one : many}`;
/** Return a share in whole percent, never 0 % of something nor 100 % of less than all. @param {number} part @param {number} whole */
function formatShare(part, whole) {
  const percent = whole ? 100 * part / whole : 0;
  if (percent > 0 && percent < 1) return "under 1 %";
  return `${Math.round(part < whole ? Math.min(percent, 99) : percent)} %`;
}
/** @param {string} text */
const capitalise = text => text.charAt(0).toUpperCase() + text.slice(1);
/** Return items with commas and a last `and`. @template T @param {T[][]} items @returns {(T | string)[]} */
const joinParts = items =>
  items.flatMap((parts, i) => (i === 0 ? parts : [i === items.length - 1 ? " and " : ", ", ...parts]));
/** Return a phrase as text. @param {Part[]} parts */
const plainText = parts => parts.map(part => (typeof part === "string" ? part : part.name)).join("");
/** Return a count compared with an earlier one; "" if that is not known. Only what chance does not explain is more or fewer.
 * @param {number} now @param {number | null} then @param {string} when */
function compareCounts(now, then, when) {
  if (then === null) return "";
  if (!then) return now ? `none ${when}` : `none ${when} either`;
  if (!isClear(now, then)) return `about as many as ${when} (${formatNumber(then)})`;
  const percent = Math.round(100 * Math.abs(now - then) / then);
  if (percent > 150) return `${formatNumber(now / then)} times as many as ${when} (${formatNumber(then)})`;
  return `${percent} % ${now > then ? "more" : "fewer"} than ${when} (${formatNumber(then)})`;
}
/** Return how often something comes: every day or two, every 21 days. @param {number} days */
const formatRhythm = days => (days < 2 ? "every day or two" : `every ${formatNumber(Math.round(days))} days`);
