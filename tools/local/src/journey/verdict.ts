// What nDelius must hold once a person has gone from referral to departure.
import type { Address, Contact } from './context';
import { type Course, steps } from './steps';

/** Addresses of the type that our events make. */
export const ours = (addresses: readonly Address[]) => addresses.filter(({ type }) => type === 'A17');

/** What is wrong with what nDelius holds. It should be: each contact of this stay once, and one address that began and ended. */
export const verdict = (
  course: Course,
  contacts: readonly Contact[],
  before: readonly Address[],
  after: readonly Address[],
) => {
  const wanted = steps.flatMap(({ contact }) =>
    contact ? [{ type: contact.type, reference: contact.reference(course) }] : [],
  );
  const counts = wanted.map(({ type, reference }) => ({
    type,
    count: contacts.filter((one) => one.externalReference === reference).length,
  }));
  const added = ours(after).filter(({ id }) => !before.some((one) => one.id === id));
  return [
    ...counts.filter(({ count }) => count !== 1).map(({ type, count }) => `contact ${type} is there ${count} times`),
    ...(added.length === 1 ? [] : [`nDelius has ${added.length} new addresses of ours instead of one`]),
    ...added.filter(({ endDate }) => !endDate).map(({ id }) => `address ${id} was not closed by the departure`),
  ];
};
