// The sentences about files, addresses and refreshes: counts in, phrase out.

/** Say how many files are read. @param {{files: number, problems: number}} facts @returns {Part[]} */
function sayFiles({ files, problems }) {
  if (problems) return [`${capitalise(formatCount(problems, "file"))} of ${formatNumber(files)} cannot be read, so ${problems === 1 ? "it is" : "they are"} not on the site`];
  return [!files ? "There is no file yet" : files === 1 ? "The one file is read" : `Every one of ${formatCount(files, "file")} is read`];
}
/** Say what needs a look at the files, a phrase for each kind.
 * @param {{problems: number, addresses: number, authors: number, tags: number, links: number}} facts @returns {Record<string, Part[]>} */
function sayFindings({ problems, addresses, authors, tags, links }) {
  const pairs = [authors ? formatCount(authors, "pair of authors", "pairs of authors") : "", tags ? formatCount(tags, "pair of tags", "pairs of tags") : ""].filter(Boolean);
  return {
    errors: problems ? [`${formatCount(problems, "file")} cannot be read and ${problems === 1 ? "is" : "are"} not on the site`] : [],
    shared_addresses: addresses ? [`${formatCount(addresses, "address", "addresses")} shared by two posts or more: only one of them shows`] : [],
    broken_links: links ? [`${formatCount(links, "internal link")} ${links === 1 ? "leads" : "lead"} nowhere`] : [],
    [authors ? "author_pairs" : "tag_pairs"]: pairs.length ? [`${pairs.join(" and ")} ${authors + tags === 1 ? "is" : "are"} probably one`] : [],
  };
}
/** Say what is wrong with a file, with the technical name for developers. @param {{meaning: string, kind: string, detail: string | null}} facts */
const sayProblem = ({ meaning, kind, detail }) => `${[meaning, detail].filter(Boolean).join(" – ")} (${kind.replaceAll("_", " ")})`.trim();
/** Say whether old posts were edited. @param {any[][]} rows each ends with whether Git tells of its post @returns {string} */
function sayEdits(rows) {
  const known = rows.filter(row => row.at(-1)).length;
  if (known === rows.length) return "two years or older, never edited";
  return `two years or older; whether ${known ? "all of them" : rows.length === 1 ? "it" : "they"} ${rows.length === 1 ? "was" : "were"} edited is not known (no Git history)`;
}
/** Say how posts are linked to. `best` is the one that most link to.
 * @param {{orphans: number, now: number, when: string, best: {title: string, linkedBy: number} | null, unit: Unit}} facts @returns {Part[]} */
function sayLinks({ orphans, now, when, best, unit }) {
  if (!best) return [now ? `No other post links to ${now === 1 ? `the one ${unit}` : `any of ${formatCount(now, unit)}`} ${when}` : `No ${unit} ${when}`];
  const most = [" “", { name: best.title }, `” is linked to most, by ${formatCount(best.linkedBy, "post")}`];
  if (!now) return ["“", ...most.slice(1)];
  const all = now === 1 ? `the one ${unit}` : formatCount(now, unit), some = orphans === now ? (now === 1 ? all : `any of ${all}`) : `${formatNumber(orphans)} of ${formatCount(now, unit)}`;
  return [orphans ? `No other post links to ${some} ${when};` : `Other posts link to ${now === 1 ? all : `each of ${all}`} ${when};`, ...most];
}
/** Say how a month stands to its plan; of the running month, what is to be expected.
 * @param {{month: string, stories: number, planned: number, isOver: boolean, low: number | null, high: number | null}} facts @returns {Part[]} */
function sayPlan({ month, stories, planned, isOver, low, high }) {
  const share = planned ? ` (${formatShare(stories, planned)})` : "";
  const said = `${month} ${isOver ? "had" : "has"} ${formatNumber(stories)} of ${formatCount(planned, "planned story")}${share}`;
  if (isOver || low === null) return [said + (isOver ? "" : " so far")];
  if (high !== null && high <= stories) return [`${said} so far; no more are to be expected`];
  return [`${said} so far; ${low === high ? formatNumber(low) : `${formatNumber(low)} to ${formatNumber(high ?? low)}`} ${high === 1 ? "is" : "are"} to be expected by its end`];
}
/** Say that stories lack a tag; nothing where most do. @param {{untagged: number, now: number, when: string, unit: Unit}} facts @returns {Part[]} */
function sayUntagged({ untagged, now, when, unit }) {
  if (now < 8 || !untagged || untagged >= 0.5 * now) return [];
  return [`${formatNumber(untagged)} of ${formatCount(now, unit)} ${when} ${untagged === 1 ? "has" : "have"} no tag`];
}
/** Say that the page is old. @param {{days: number}} facts @returns {Part[]} */
const sayPageAge = ({ days }) => (days >= 2 ? [`This page is ${formatNumber(days)} days old: the nightly refresh may have stopped`] : []);
/** Say that nothing needs a look. @param {{isAtRest: boolean, isEmpty: boolean}} facts @returns {Part[]} */
const sayNothing = ({ isAtRest, isEmpty }) => [isEmpty ? "Nothing: what cannot be read would stand here."
  : isAtRest ? "Nothing: every file is read. Of a site at rest no silence is told apart."
    : "Nothing: no section, author or beat is silent for longer than its rhythm lets expect, and every file is read."];
/** @typedef {{moments: (string | null)[], is_first: boolean, is_last: boolean, kinds: Record<string, number>}} Change */
/** Say what the newest refresh found; of several sites, of all that have changed. @param {Change[]} changes @returns {Part[]} */
function sayChanges(changes) {
  const count = /** @param {Change[]} some @param {string} kind */ (some, kind) => sum(some.map(change => change.kinds[kind] ?? 0));
  const list = /** @param {Change[]} some */ some => ["added", "edited", "moved", "removed"].filter(kind => count(some, kind)).map(kind => `${formatCount(count(some, kind), "file")} ${kind}`);
  const join = /** @param {string[]} texts */ texts => texts.join(", ").replace(/, ([^,]*)$/, " and $1");
  const read = /** @param {Change[]} some */ some => formatCount(count(some, "added"), "file");
  if (!changes.length) return ["Nothing has changed"];
  if (changes.every(change => change.is_first && change.is_last)) return [`This was the first refresh: it read ${read(changes)}`];
  const fresh = changes.filter(change => change.is_last && !change.is_first);
  if (fresh.length) {
    const since = changes.length === 1 ? ` since the refresh of ${fresh[0].moments[1]}` : ` on ${fresh.length} of ${changes.length} sites`;
    return [capitalise(join(list(fresh))) + since];
  }
  if (changes.length > 1) return ["No file has changed"];
  const [{ moments, is_first: isFirst }] = changes;
  return [isFirst ? `No file has changed since the first refresh, of ${moments[0]}, which read ${read(changes)}`
    : `No file has changed since the refresh of ${moments[0]}, which found ${join(list(changes))}`];
}
/** Say what the page does not count. @param {number[]} counts of file_counts.sql, from drafts on @param {string} generator @returns {string[]} */
function sayUncounted([drafts, future, hidden, expired, pages, ignored], generator) {
  const kinds = /** @type {[number, string, string][]} */ ([
    [drafts, "draft", ""], [future, "post", " dated to the future"], [hidden, "post", `${hidden === 1 ? " that its" : " that their"} own settings hide (front matter)`],
    [expired, "post", " that the site no longer shows"], [pages, "page", pages === 1 ? " that is no post" : " that are no posts"],
    [ignored, "file", ` that ${capitalise(generator)} ignores`],
  ]);
  return kinds.filter(([n]) => n).map(([n, noun, rest]) => formatCount(n, noun) + rest);
}
