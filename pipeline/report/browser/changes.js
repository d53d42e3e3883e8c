// What the newest refresh found changed.

/** @param {State} S */
function changesBlock(S) {
  const { D } = S, changes = siteNumbers(S).map(site => D.changes[site]);
  const files = changes.flatMap(change => change.files), all = sum(changes.filter(change => !change.is_first).flatMap(change => Object.values(change.kinds)));
  const isFirst = changes.every(change => change.is_first && change.is_last);
  return block("changes", "Since the last refresh", sayChanges(changes), { note: [isFirst ? "From the next one on, this says what was added, edited, moved and removed." : null], ui: D.ui, tables: ["core.changes"] },
    files.length ? table("Changed files", [texts("File"), texts("What"), texts("Title")], files.map(([what, title, path]) => [{ node: fileNode(path), value: path }, what, { node: html("span", { dir: "auto", text: title || "–" }), value: title }]),
      { total: Math.max(all, files.length), source: "core.changes" }) : null);
}
