import type { Cas3VoidBedspace } from '@throughcare/api/cas3/bedspace';
import { known, voidReasonOf } from '../reference-data/reference-data';
import type { VoidBedspace } from './void.entity';

/** `Cas3VoidBedspace`. What is not there is left out, as existing clients know it. */
export const toVoid = (row: VoidBedspace, bedspaceReference: string): Cas3VoidBedspace => {
  const { id, name, isActive } = known(voidReasonOf(row.reasonId));
  return {
    id: row.id,
    startDate: row.startDate,
    endDate: row.endDate,
    bedspaceId: row.bedspaceId,
    bedspaceName: bedspaceReference,
    reason: { id, name, description: null, isActive },
    status: row.cancelledOn === null ? 'active' : 'cancelled',
    ...(row.referenceNumber !== null && { referenceNumber: row.referenceNumber }),
    ...(row.notes !== null && { notes: row.notes }),
    ...(row.cancelledOn !== null && { cancellationDate: row.cancelledOn }),
    ...(row.cancellationNotes !== null && { cancellationNotes: row.cancellationNotes }),
    ...(row.costCentre !== null && { costCentre: row.costCentre }),
  };
};
