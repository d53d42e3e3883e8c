// About what: topics that moved, and whatever is silent for longer than its rhythm.

const LEAST_NOW = 5, LEAST_THEN = 20, TOPICS_AT_FIRST = 10, MAX_DOUBTFUL = 5, OVERDUE_AT_FIRST = 12;
/** @param {State} S */
function topicsBlock({ D, C, period, topics: { allNow, allThen, tests }, place }) {
  if (place.isEmpty) return null;
  const isEnough = allNow >= LEAST_NOW && allThen >= LEAST_THEN, signals = isEnough ? tests.filter(test => test.isSignal) : [];
  const names = /** @param {typeof tests} some */ some => some.map(test => D.topics.names[test.topic]);
  const answer = sayTopics({ more: names(signals.filter(test => test.now > test.expected)), less: names(signals.filter(test => test.now <= test.expected)), tested: tests.length, isEnough });
  const used = C.tags.filter(row => row.now).sort((a, b) => b.now - a.now).slice(0, TOPICS_AT_FIRST);
  const tags = used.length ? html("p", { class: "note-line" }, `Tags used most ${period.when}: `, ...joinParts(used.map(row => [picker("tag", row.key, D.tags[row.key]), ` ${formatNumber(row.now)}`])), ".") : null;
  const more = { ui: D.ui, tables: ["topics.topics", "topics.story_topics"] };
  if (!isEnough) return block("about", "About what", answer, { ...more, note: [`It takes ${LEAST_NOW} stories in the last 13 weeks and ${LEAST_THEN} in the year before.`] }, tags);
  const shown = signals.length ? signals : tests.slice(0, MAX_DOUBTFUL), most = Math.max(1, ...shown.map(test => Math.max(test.now, test.high)));
  const doubt = signals.length ? "Shown is what chance does not explain, with one false in ten at most." : "Below are those that moved most; any of them can be chance.";
  const note = [`${capitalise(formatCount(allNow, "story"))} of the last 13 weeks against ${formatNumber(allThen)} of the 52 weeks before. Band: what chance gives nine times in ten. ${tests.length ? doubt : ""}`];
  const rows = shown.map(test => {
    const name = D.topics.names[test.topic], tag = D.topics.kinds[test.topic] === "tag" ? D.tags.indexOf(name) : -1, also = D.topics.also[test.topic].join(", ");
    return [{ node: html("span", {}, tag >= 0 ? picker("tag", tag, name) : bdi(name), D.topics.kinds[test.topic] === "term" ? badge("phrase") : null), value: name },
      { node: drawBand(test, most), value: `${formatNumber(test.low)}–${formatNumber(test.high)}` }, test.now, Math.round(test.expected * 10) / 10, also ? { node: bdi(also) } : ""];
  });
  return block("about", "About what", answer, { ...more, note }, rows.length
    ? table("Topics that moved", [texts("Topic"), texts("Chance, and what there is"), numbers("Stories"), numbers("Expected"), texts("Also", "opt")], rows, { first: TOPICS_AT_FIRST }) : null, tags);
}
/** Return sections, authors and tags that are overdue. @param {Data} D @param {Counts} C @param {Place} place */
function listOverdue(D, C, place) {
  if (place.isEmpty || place.isAtRest) return [];
  const named = /** @param {"section" | "author" | "tag"} kind @param {Row[]} rows @param {(key: number) => string} name */ (kind, rows, name) =>
    rows.map(({ key, year52, last }) => ({ kind, key, year: year52, last, name: name(key) }));
  return findOverdue([...named("section", C.sections, key => sectionName(D, key)), ...named("author", C.authors, key => authorName(D, key)), ...named("tag", C.tags, key => D.tags[key])], place.asOf);
}
/** @param {State} S */
function silentBlock({ D, C, overdue, place }) {
  if (place.isEmpty || place.isAtRest) return null;
  const rows = overdue.map(row => [{ node: picker(row.kind, row.key, row.name), value: row.name }, row.kind, row.days, { node: capitalise(formatRhythm(row.usual)), value: Math.round(row.usual) }, { node: formatDay(row.last), value: formatIso(row.last) }]);
  return block("silent", "Silent for longer than usual", sayOverdue({ overdue: overdue.length, rhythms: [...C.sections, ...C.authors, ...C.tags].filter(row => row.year52 >= LEAST_RHYTHM).length }), {
    note: ["Looked at are all with 8 stories or more in 52 weeks. Chance leaves such a silence to fewer than one page in 20."],
  }, rows.length ? table("Silent for longer than usual", [texts("What"), texts("Kind"), numbers("Silent, days"), texts("Usually"), numbers("Newest", "opt")], rows, { first: OVERDUE_AT_FIRST }) : null);
}
