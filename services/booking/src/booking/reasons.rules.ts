import { invalidField } from '@throughcare/platform/errors';
import { SERVICE, cancellationReasonOf, departureReasonOf, moveOnCategoryOf } from '../reference-data/reference-data';
import type { Scoped } from '../reference-data/reference-data';

/** An entry that may be chosen: of this service and active, or the inactive one that the record already has. */
const choose = (row: Scoped | undefined, property: string, wrongScope: string, current: string | undefined): Scoped => {
  if (!row) throw invalidField(property, 'doesNotExist');
  if (row.id === current) return row;
  if (row.serviceScope !== SERVICE) throw invalidField(property, wrongScope);
  if (!row.isActive) throw invalidField(property, 'doesNotExist');
  return row;
};

export const cancellationReason = (id: string, current?: string): Scoped =>
  choose(cancellationReasonOf(id), '$.reason', 'incorrectCancellationReasonServiceScope', current);

export const departureReason = (id: string, current?: string): Scoped =>
  choose(departureReasonOf(id), '$.reasonId', 'incorrectDepartureReasonServiceScope', current);

export const moveOnCategory = (id: string, current?: string): Scoped =>
  choose(moveOnCategoryOf(id), '$.moveOnCategoryId', 'incorrectMoveOnCategoryServiceScope', current);
