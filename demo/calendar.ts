/** Days and times, epoch ms in UTC. A day is the instant at which it begins. */
import type { Random } from './random.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export const dayOf = (time: number): number => Math.floor(time / dayMs) * dayMs;
export const addDays = (day: number, days: number): number => day + Math.round(days) * dayMs;
export const daysBetween = (from: number, to: number): number => (to - from) / dayMs;
export const monthOf = (day: number): number => new Date(day).getUTCMonth();
export const yearOf = (day: number): number => new Date(day).getUTCFullYear();

/** The same day of another month, or that month's last where it has no such day. */
export function addMonths(day: number, months: number): number {
  const [year, month] = [yearOf(day), monthOf(day) + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(new Date(day).getUTCDate(), last));
}

/** The day itself, or the 28th where the month has gone further: no month lacks it, so that months add up. */
export const billingDay = (day: number): number => addDays(day, Math.min(0, 28 - new Date(day).getUTCDate()));

/** The first day of that weekday (0: Sunday) at or after a day. */
export const nextWeekday = (day: number, weekday: number): number =>
  addDays(day, (weekday - new Date(day).getUTCDay() + 7) % 7);

/** 6 on a Saturday, 7 on a Sunday: what is more than 5 is a weekend. */
const isoWeekday = (day: number): number => new Date(day).getUTCDay() || 7;

/** The day itself; for one of a weekend any of the five working days before or after it: none of them has more. */
export function workday(random: Random, day: number, way: 'before' | 'after'): number {
  const [weekday, shift] = [isoWeekday(day), random.whole(0, 4)];
  return weekday <= 5 ? day : addDays(day, way === 'before' ? 5 - weekday - shift : 8 - weekday + shift);
}

const opens = 8 * hourMs;
const officeHours = 9.75 * hourMs;

/** A minute in the working hours of a day. */
export const officeTime = (random: Random, day: number): number =>
  day + opens + random.whole(0, officeHours / 60_000) * 60_000;

/** The time that comes after so many ms of working hours, counted from a time within them. */
export function afterWork(time: number, ms: number): number {
  let day = dayOf(time);
  let left = time - day - opens + ms;
  for (; left > officeHours; left -= officeHours) day = addDays(day, isoWeekday(day) === 5 ? 3 : 1);
  return day + opens + left;
}

const months = 'January February March April May June July August September October November December'.split(' ');

export const monthName = (day: number): string => months[monthOf(day)] as string;
/** As in a letter: 4 March 2026. */
export const longDate = (day: number): string => `${new Date(day).getUTCDate()} ${monthName(day)} ${yearOf(day)}`;
