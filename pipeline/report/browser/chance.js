// What chance explains: counts that differ, topics that moved, silences. No count is made here.

const ONE_SENTENCE = 1.96; // standard errors that chance passes once in twenty
/** Return the standard errors that `rows` side by side must pass, so that one table in twenty has a false one. @param {number} rows */
const clearAmong = rows => ONE_SENTENCE + 0.36 * Math.log(Math.max(1, rows));
/** Return whether chance hardly makes two counts differ so much. @param {number} a @param {number} b @param {number} [errors] */
const isClear = (a, b, errors = ONE_SENTENCE) => a !== b && Math.abs(a - b) >= errors * Math.sqrt(a + b);
const LEAST_RHYTHM = 8; // stories in 364 days that show a rhythm
const logFactorials = [0];
/** @param {number} n */
function logFactorial(n) {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(logFactorials[i - 1] + Math.log(i));
  return logFactorials[n];
}
/** Return the two-sided p of k of n, each with the chance p: twice the smaller tail. @param {number} k @param {number} n @param {number} p */
function binomialTails(k, n, p) {
  let below = 0, above = 0;
  for (let i = 0; i <= n; i++) {
    const log = logFactorial(n) - logFactorial(i) - logFactorial(n - i) + i * Math.log(p) + (n - i) * Math.log(1 - p);
    if (i <= k) below += Math.exp(log);
    if (i >= k) above += Math.exp(log);
  }
  return Math.min(1, 2 * Math.min(below, above));
}
/** A topic in the weeks looked at (`now`) and in those before (`then`), with what chance lets expect.
 * @typedef {{topic: number, now: number, then: number, expected: number, low: number, high: number, p: number,
 *   isSignal: boolean}} Movement */
/** Return the topics with enough stories to be tested, the least likely first. Benjamini and Hochberg at 10 % decide which
 * are a signal, and a signal is half again as many as expected, or as few.
 * @param {ArrayLike<number>} now @param {ArrayLike<number>} then stories of each topic
 * @param {number} allNow @param {number} allThen all stories
 * @returns {Movement[]} */
function testTopics(now, then, allNow, allThen) {
  if (!allNow || !allThen) return [];
  const ratio = allNow / allThen;
  const tested = Array.from(now, (_, topic) => topic).filter(topic => now[topic] + then[topic] >= 5).map(topic => {
    const expected = then[topic] * ratio, spread = 1.645 * Math.sqrt(Math.max(expected, 0.5) * (1 + ratio));
    const p = binomialTails(now[topic], now[topic] + then[topic], allNow / (allNow + allThen));
    return { topic, now: now[topic], then: then[topic], expected, low: Math.max(0, expected - spread),
      high: expected + spread, p, isSignal: false };
  }).sort((a, b) => a.p - b.p || a.topic - b.topic);
  const signals = countSignals(tested.map(test => test.p), 0.1);
  tested.forEach((test, i) => {
    test.isSignal = i < signals && (test.now >= 1.5 * test.expected || test.now <= test.expected / 1.5);
  });
  return tested;
}
/** Return how many of sorted p are signals, with at most a share of false ones (Benjamini and Hochberg). @param {number[]} sorted @param {number} share */
const countSignals = (sorted, share) => sorted.reduce((count, p, i) => (p <= share * (i + 1) / sorted.length ? i + 1 : count), 0);
/** Return rows that are silent for longer than their rhythm of 364 days lets expect, the least likely first. A rhythm
 * needs 8 stories. `p` is the chance that none fell into the last days. At most one in twenty rows is chance.
 * @template {{year: number, last: number}} T
 * @param {T[]} rows @param {number} today @returns {(T & {days: number, usual: number, p: number})[]} */
function findOverdue(rows, today) {
  const rhythms = rows.filter(row => row.year >= LEAST_RHYTHM).map(row => {
    const days = today - row.last;
    return { ...row, days, usual: (364 - days) / row.year, p: (1 - days / 364) ** row.year };
  }).sort((a, b) => a.p - b.p);
  return rhythms.slice(0, countSignals(rhythms.map(row => row.p), 0.05)).filter(row => row.days >= 10);
}
