import { londonDate, type Day } from '@throughcare/base/calendar';

/** What went out of one booking or its referral before, oldest first. */
export interface Told {
  readonly operation: string;
  readonly occurredAt: string;
  readonly eventDetails: Readonly<Record<string, unknown>>;
}

/** `person.arrived` of `person.arrived.updated`: what nDelius writes into one and the same entry. */
export const familyOf = (operation: string): string => operation.replace(/\.updated$/, '');

export const lastOf = (told: readonly Told[], family: string): Told | undefined =>
  told.findLast(({ operation }) => familyOf(operation) === family);

/** The latest instant that was told of anything on that day. */
export const latestOn = (told: readonly Told[], day: Day): string | undefined =>
  told
    .map(({ occurredAt }) => occurredAt)
    .filter((at) => londonDate(new Date(at)) === day)
    .sort()
    .at(-1);

/** Who recorded it is read by nobody once the entry is there, and the person is the same. */
const compared = (details: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    Object.entries(details)
      .filter(([name]) => name !== 'personReference' && !name.endsWith('By'))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** A correction in which nothing that is sent has changed: nDelius would append the same paragraph again. */
export const saysNothingNew = (
  operation: string,
  eventDetails: Readonly<Record<string, unknown>>,
  told: readonly Told[],
): boolean => {
  if (!operation.endsWith('.updated')) return false;
  const before = lastOf(told, familyOf(operation));
  return before !== undefined && compared(before.eventDetails) === compared(eventDetails);
};
