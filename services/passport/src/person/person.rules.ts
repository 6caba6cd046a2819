import { notFound } from '@throughcare/base/errors';
import { isNomsNumber } from '@throughcare/base/person-numbers';

/** The prison number as people type it, in any case. What cannot be one belongs to nobody: 404, as for any other. */
export const nomsNumberOf = (typed: string): string => {
  const number = typed.trim().toUpperCase();
  if (!isNomsNumber(number)) throw notFound('PERSON_NOT_FOUND');
  return number;
};

interface PrisonSeen {
  readonly prisonId: string;
  readonly prisonName: string | null;
}

/** A custody event knows the prison before the prison's own register does; its name is then not the register's. */
export const withPrison = <D extends PrisonSeen>(details: D, prisonId: string | null): D =>
  prisonId === null || prisonId === details.prisonId ? details : { ...details, prisonId, prisonName: null };

/** What events of a passport are ordered by from its opening on: the CRN, or the prison number when no CRN was known. */
export const keyOf = (person: { readonly crn: string | null; readonly nomsNumber: string }): string =>
  person.crn ?? person.nomsNumber;
