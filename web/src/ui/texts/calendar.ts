// Dates as the staff's screens need them, beside those in `texts`: on paper, in fields, and on other days than today.

import { locale, sameDay, t, timeOfDay } from "./texts";

/** A date with its year, for paper. */
export function fullDate(at: Date): string {
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "long", year: "numeric" }).format(at);
}

/** A moment that is over: today's with its day in a word, others with their date. */
export function momentWords(at: Date, now: Date): string {
  return t("visit-day-time", { day: sameDay(at, now) ? t("day-today") : fullDate(at), time: timeOfDay(at) });
}

const twoDigits = (part: number) => String(part).padStart(2, "0");

/** A day in the form that a field of a date takes. */
export function dateField(at: Date): string {
  return `${at.getFullYear()}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}`;
}

/** A time in the form that a field of a time takes. */
export function timeField(at: Date): string {
  return `${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`;
}

/** Whether `at` is on a day after today. */
export function isLaterDay(at: Date, now: Date): boolean {
  return at > now && !sameDay(at, now);
}
