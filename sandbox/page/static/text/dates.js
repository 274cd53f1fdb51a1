// Moments in the viewer's zone: Slack's date tokens, message times, and the way back from a form's date and time.

import { h } from "../dom.js";
import { now, zone } from "../store.js";

const LANGUAGE = "en-GB";
const formats = new Map();

function format(options, at, tz = zone()) {
  const key = JSON.stringify([options, tz]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(LANGUAGE, { timeZone: tz, ...options }));
  return formats.get(key).format(new Date(at * 1000));
}

/** "2026-11-20" in the viewer's zone. */
export function isoDate(at, tz = zone()) {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: tz,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(new Date(at * 1000));
}

export const clockTime = (at) => format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, at);
const withSeconds = (at) =>
  format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }, at);
export const shortDay = (at) => format({ weekday: "short", day: "numeric", month: "short" }, at);
export const city = (tz = zone()) => tz.split("/").at(-1).replaceAll("_", " ");

function recent(at) {
  return Math.abs(at - now()) < 182 * 86400;
}

function relativeDay(at) {
  const days = Math.round((Date.parse(isoDate(at)) - Date.parse(isoDate(now()))) / 86400000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days] ?? null;
}

const year = (at) => (recent(at) ? {} : { year: "numeric" });
const long = (at) => format({ day: "numeric", month: "long", ...year(at) }, at);
const full = (at) => format({ weekday: "long", day: "numeric", month: "long", ...year(at) }, at);
const short = (at) => format({ day: "numeric", month: "short", ...year(at) }, at);

function ago(at) {
  const seconds = at - now();
  const [size, unit] = [
    [86400, "day"],
    [3600, "hour"],
    [60, "minute"],
    [1, "second"],
  ].find(([length]) => Math.abs(seconds) >= length) ?? [1, "second"];
  return new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

const TOKENS = {
  date_num: (at) => isoDate(at),
  date_slash: (at) => isoDate(at).replaceAll("-", "/"),
  date: long,
  date_long: full,
  date_short: short,
  date_long_full: full,
  date_pretty: (at) => relativeDay(at) ?? long(at),
  date_short_pretty: (at) => relativeDay(at) ?? short(at),
  date_long_pretty: (at) => relativeDay(at) ?? full(at),
  day_divider_pretty: (at) => relativeDay(at) ?? full(at),
  time: clockTime,
  time_secs: withSeconds,
  ago,
};

/** Slack's `{date_short} at {time}` written out for `at` (seconds since the epoch). */
export function written(at, pattern) {
  return pattern.replace(/\{(\w+)\}/g, (token, name) => TOKENS[name]?.(at) ?? token);
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A <time> that `refreshTimes` keeps true when the clock moves or a minute passes; `first` begins a line. */
export function time(at, pattern, { className = null, first = false } = {}) {
  const element = h("time", {
    class: className,
    datetime: new Date(at * 1000).toISOString(),
    title: capital(`${written(at, "{date_long}, {time_secs}")} ${city()}`),
    data: { at, pattern, first: first ? "1" : null },
  });
  refresh(element);
  return element;
}

function refresh(element) {
  const { at, pattern, first } = element.dataset;
  const text = first ? capital(written(Number(at), pattern)) : written(Number(at), pattern);
  if (element.textContent !== text) element.textContent = text;
}

/** Draw every <time> on the page again. */
export function refreshTimes() {
  for (const element of document.querySelectorAll("time[data-pattern]")) refresh(element);
}

/** "Today", "Yesterday" or the date, for the line between two days. */
export const dayName = (at) => capital(written(at, "{day_divider_pretty}"));

/** Seconds since the epoch of a wall-clock date and time ("2026-11-20", "14:30") in `tz`. */
export function moment(date, clock, tz = zone()) {
  const guess = Date.parse(`${date}T${clock}:00Z`) / 1000;
  let at = guess;
  for (let round = 0; round < 2; round += 1)
    at +=
      guess -
      Date.parse(
        `${isoDate(at, tz)}T${format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, at, tz)}:00Z`,
      ) /
        1000;
  return at;
}
