// Links between posts, the sites that are linked to, and the plan of each month.

const LINKS_AT_FIRST = 8, MAX_DOMAINS = 1000;
/** @param {State} S */
function linksBlock({ D, C, mask, place, period, unit, choice }) {
  const { P } = D;
  if (place.isEmpty || !P.linkedBy.some(Boolean)) return null;
  const linked = Array.from(P.linkedBy, (_, i) => i).filter(i => mask[i] && P.linkedBy[i] && hasTexts(D, i)).sort((a, b) => P.linkedBy[b] - P.linkedBy[a] || b - a);
  const best = linked.length ? { title: titleOf(D, linked[0]) || "(no title)", linkedBy: P.linkedBy[linked[0]] } : null;
  const answer = sayLinks({ orphans: C.orphans, now: C.known, when: period.when, best, unit });
  const orphans = C.list.filter(i => !P.linkedBy[i] && hasTexts(D, i) && P.day[i] <= period.to).reverse();
  const rows = linked.map(i => () => [{ node: titleNode(D, i), value: titleOf(D, i) }, P.linkedBy[i], dated(formatIso(P.day[i]))]);
  const linkedTo = /** @type {Map<string, number[]>} */ (new Map());
  for (const [domain, links, posts] of siteNumbers({ D, choice }).flatMap(site => D.domains[site])) {
    const [moreLinks, morePosts] = linkedTo.get(domain) ?? [0, 0];
    linkedTo.set(domain, [links + moreLinks, posts + morePosts]);
  }
  const domains = [...linkedTo].map(([domain, counts]) => [domain, ...counts]).sort((a, b) => Number(b[1]) - Number(a[1]) || (a[0] < b[0] ? -1 : 1)).slice(0, MAX_DOMAINS);
  return block("links", "Links", answer, { note: ["Linked to most is told of all time, and sites that are linked to of the whole site."], ui: D.ui, tables: ["core.post_links"] }, html("div", { class: "pair" },
    html("div", {}, html("h3", { text: "Linked to most" }), rows.length ? table("Linked to most", [texts("Title"), numbers("Posts that link"), numbers("Published", "opt")], rows, { first: LINKS_AT_FIRST }) : html("p", { class: "soft", text: "None." })),
    html("div", {}, html("h3", { text: "Other sites linked to" }), domains.length ? table("Other sites linked to", [texts("Domain"), numbers("Links"), numbers("In posts")], domains, { first: LINKS_AT_FIRST }) : html("p", { class: "soft", text: "None." }))),
  orphans.length ? foldedTable("Linked from no other post", [texts("Title"), texts("Published", "short")], () => orphans.map(i => () => [{ node: titleNode(D, i), value: titleOf(D, i) }, dated(formatIso(P.day[i]))]), `The ${formatNumber(orphans.length)} that no other post links to, newest first`) : null);
}
/** @param {State} S */
function planBlock({ D, choice, place }) {
  const sites = siteNumbers({ D, choice }).filter(site => D.plan[site].length);
  if (!sites.length || place.isEmpty) return null;
  return sites.flatMap((site, at) => {
    const months = D.plan[site].map((/** @type {any[]} */ [month, stories, planned, isOver, low, high]) => ({ month, stories, planned, isOver, low, high }));
    const answer = [...(D.sites.length > 1 ? [{ name: D.sites[site].title }, ": "] : []), ...sayPlan(months[months.length - 1])];
    const bars = months.map((/** @type {any} */ { month, stories, planned, isOver }) => ({ n: stories, tick: planned, isOff: !isOver, text: `${month}: ${formatNumber(stories)} of ${formatCount(planned, "planned story")}${isOver ? "" : " so far"}` }));
    const labels = months.map((/** @type {any} */ { month }, /** @type {number} */ i) => [i, month.replace(/^(...)\S* \d\d/, "$1 ")]);
    return block(at ? `plan-${at + 1}` : "plan", "Plan", answer, { note: ["The plan is the list of targets (sql/seeds/targets.csv), for the whole site, whatever is filtered."], ui: D.ui, tables: ["cadence.monthly"] },
      figure(width => drawBars(width, { height: 150, bars, labels, says: `Stories a month and their plan. ${plainText(answer)}.` }), [["bar", "stories"], ["off", "of the running month"], ["tick", "planned"]]));
  });
}
