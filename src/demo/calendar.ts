/** Days and times of the demo, epoch ms in UTC. A day is the instant at which it begins. */
import type { Random } from './random.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export const dayOf = (time: number): number => Math.floor(time / dayMs) * dayMs;
export const addDays = (day: number, days: number): number => day + Math.round(days) * dayMs;
export const daysBetween = (from: number, to: number): number => (to - from) / dayMs;

/** The same day of another month, or that month's last where it has no such day. */
export function addMonths(day: number, months: number): number {
  const date = new Date(day);
  const month = date.getUTCMonth() + months;
  const last = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return Date.UTC(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), last));
}

/** The day itself, or the 28th where the month has gone further: no month lacks it, so that months add up. */
export const billingDay = (day: number): number => addDays(day, Math.min(0, 28 - new Date(day).getUTCDate()));

/** The first day of that weekday (0: Sunday) at or after a day. */
export const nextWeekday = (day: number, weekday: number): number =>
  addDays(day, (weekday - new Date(day).getUTCDay() + 7) % 7);

/** The day itself, or the Friday before a weekend. */
export function workday(day: number): number {
  const weekday = new Date(day).getUTCDay();
  return addDays(day, weekday === 6 ? -1 : weekday === 0 ? -2 : 0);
}

/** A minute in the working hours of that day, or of the Friday before it. */
export const officeTime = (random: Random, day: number): number =>
  workday(day) + random.whole(8 * 60, 17 * 60 + 45) * 60_000;

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export const monthName = (day: number): string => months[new Date(day).getUTCMonth()] as string;
export const yearOf = (day: number): number => new Date(day).getUTCFullYear();
/** As in a letter: 4 March 2026. */
export const longDate = (day: number): string => `${new Date(day).getUTCDate()} ${monthName(day)} ${yearOf(day)}`;
