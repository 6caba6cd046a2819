import type { Limit } from '../../seed/world';
import type { DeliusPerson } from '../ndelius.state';

/** A row counts while its end is empty or later than today: it stops at the start of its end date. */
export const live = (limits: Limit[], today: string): Limit[] => limits.filter(({ end }) => !end || end > today);

export interface CaseAccess {
  crn: string;
  userExcluded: boolean;
  userRestricted: boolean;
  exclusionMessage?: string;
  restrictionMessage?: string;
}

/** Whether a user may see a person. An unknown user, or none, counts as barred by any live row: it fails closed. */
export const accessTo = (
  crn: string,
  person: DeliusPerson | undefined,
  known: string | undefined,
  today: string,
): CaseAccess => {
  const exclusions = live(person?.exclusions ?? [], today);
  const restrictions = live(person?.restrictions ?? [], today);
  const names = ({ username }: Limit): boolean => username.toUpperCase() === known;
  const userExcluded = exclusions.length > 0 && (known === undefined || exclusions.some(names));
  const userRestricted = restrictions.length > 0 && (known === undefined || !restrictions.some(names));
  return {
    crn,
    userExcluded,
    userRestricted,
    ...(userExcluded && person?.exclusionMessage !== undefined ? { exclusionMessage: person.exclusionMessage } : {}),
    ...(userRestricted && person?.restrictionMessage !== undefined
      ? { restrictionMessage: person.restrictionMessage }
      : {}),
  };
};
