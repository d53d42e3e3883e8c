// Days, weeks and months as numbers, and their names. Day 0 is 1 January 1970; month 0 is January of the year 0.
// A site's day has no time zone here: everything is counted in UTC, wherever the reader is.

const WEEK = 7;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/** Return the weekday of a day, 0 for Monday. @param {number} day */
const weekdayOf = day => ((day + 3) % 7 + 7) % 7;
/** Return the Monday of a day's week. @param {number} day */
const mondayOf = day => day - weekdayOf(day);
/** @param {number} day */
const dateOf = day => new Date(day * 864e5);
/** Return the month of a day. @param {number} day */
function monthOf(day) {
  const date = dateOf(day);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
/** Return the first day of a month. @param {number} month */
const firstDayOf = month => Math.round(new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1) / 864e5);
/** Return the day of a text such as 2026-06-30; NaN if it is none. @param {string} text */
const parseDay = text => Math.round(Date.parse(`${text}T00:00:00Z`) / 864e5);
/** Return 2026-06-30. @param {number} day */
const formatIso = day => dateOf(day).toISOString().slice(0, 10);
/** Return `30 Jun 2026`. @param {number} day */
function formatDay(day) {
  const date = dateOf(day);
  return `${date.getUTCDate()} ${shortMonth(date.getUTCMonth())} ${date.getUTCFullYear()}`;
}
/** Return `22–28 Jun 2026` or `1 Apr – 30 Jun 2026`. @param {number} from @param {number} to */
function formatRange(from, to) {
  const first = formatDay(from), last = formatDay(to), month = last.replace(/^\d+/, ""), year = month.slice(4);
  if (from === to) return first;
  return first.endsWith(month) ? `${first.replace(month, "")}–${last}` : `${first.replace(year, "")} – ${last}`;
}
/** Return `Tuesday, 30 June 2026`. @param {number} day */
function formatLongDay(day) {
  const date = dateOf(day);
  return `${WEEKDAYS[weekdayOf(day)]}, ${date.getUTCDate()} ${formatMonth(monthOf(day))}`;
}
/** Return `June 2026`. @param {number} month */
const formatMonth = month => `${MONTHS[month % 12]} ${Math.floor(month / 12)}`;
/** Return `Jun`. @param {number} month */
const shortMonth = month => MONTHS[month % 12].slice(0, 3);
/** Return how long ago a day was: today, yesterday, 5 days ago. @param {number} day @param {number} today */
function formatAge(day, today) {
  const days = today - day;
  if (days <= 0) return "today";
  if (days === 1) return "yesterday";
  if (days < 60) return `${days} days ago`;
  return days < 730 ? `${Math.round(days / 30.4)} months ago` : `${Math.round(days / 365)} years ago`;
}
