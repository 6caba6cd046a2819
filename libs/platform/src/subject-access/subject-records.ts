import type { EntityManager } from 'typeorm';

/** Whose data, and from which time. */
export interface Subject {
  /** As the service knows them today, whatever number was asked for. */
  readonly crn?: string | undefined;
  readonly nomsNumber?: string | undefined;
  /** Recorded at this instant or later. */
  readonly from?: Date | undefined;
  /** Recorded before this instant. */
  readonly before?: Date | undefined;
}

/** What a service holds about a person. */
export interface SubjectRecords {
  /** By which numbers it knows people. */
  readonly identifiers: readonly ('crn' | 'prn')[];
  /** Undefined where it holds nothing. One transaction: nothing is missing between two of its lists. */
  find(db: EntityManager, subject: Subject): Promise<Readonly<Record<string, unknown>> | undefined>;
}

export const SUBJECT_RECORDS = Symbol('SUBJECT_RECORDS');
