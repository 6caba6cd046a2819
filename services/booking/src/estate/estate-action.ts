import type { Day } from '@throughcare/base/calendar';

/** Members of a row before and after: without the notes, which are only said to have changed. */
export type Edited = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

interface Ended {
  readonly endDate: Day;
  readonly previousEndDate: Day | null;
}
interface Reopened {
  readonly startDate: Day;
  readonly previousStartDate: Day;
  readonly previousEndDate: Day | null;
}
/** A plan that was given up, and the dates that count again. */
interface PlanCancelled {
  readonly startDate: Day;
  readonly endDate: Day | null;
}

/** What staff did with a property, a bedspace or a void, by kind. Kept for ever. */
export interface EstateDetails {
  'premises-created': { readonly startDate: Day };
  'premises-edited': Edited;
  'premises-archived': Ended;
  'premises-unarchived': Reopened;
  'premises-archive-cancelled': PlanCancelled;
  'premises-unarchive-cancelled': PlanCancelled;
  'bedspace-created': { readonly startDate: Day };
  'bedspace-edited': Edited;
  'bedspace-archived': Ended;
  'bedspace-unarchived': Reopened;
  'bedspace-archive-cancelled': PlanCancelled;
  'bedspace-unarchive-cancelled': PlanCancelled;
  'void-created': { readonly voidId: string; readonly startDate: Day; readonly endDate: Day };
  'void-edited': { readonly voidId: string; readonly edited: Edited };
  'void-cancelled': { readonly voidId: string };
}

export type EstateKind = keyof EstateDetails;

/** A kind with its details, as a rule decides it. */
export type NewEstateAction = {
  [K in EstateKind]: { readonly kind: K; readonly details: EstateDetails[K] };
}[EstateKind];

/** What another value was given to. Two rows of one kind, one before the change and one after. */
export const editedOf = <Row extends object>(before: Row, after: Partial<Row>): Edited => {
  const members = Object.keys(after) as (keyof Row & string)[];
  const changed = members.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(
    changed.map((name) => [
      name,
      name === 'notes' ? { from: null, to: null } : { from: before[name], to: after[name] },
    ]),
  );
};
