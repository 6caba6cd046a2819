import { londonDate, type Day } from '@throughcare/base/calendar';
import { invalid, type InvalidParam } from '@throughcare/base/errors';
import { BedspaceVoidCancelled } from '@throughcare/events/bedspace-void-cancelled.v1';
import { BedspaceVoided } from '@throughcare/events/bedspace-voided.v1';
import { BedspaceVoidedUpdated } from '@throughcare/events/bedspace-voided-updated.v1';
import { periodOf, type Availability, type EarlierPeriod } from '../estate/availability.rules';
import { isTooFarAhead } from '../occupancy/occupancy.rules';
import { voidReasonOf } from '../reference-data/reference-data';
import type { StaffBlock } from '../staff-block';
import type { CostCentre, VoidBedspace } from './void.entity';

export interface VoidRequest {
  readonly startDate: Day;
  readonly endDate: Day;
  readonly reasonId: string;
  readonly costCentre?: CostCentre | null;
  readonly referenceNumber?: string | null;
  readonly notes?: string | null;
}

/** The bedspace, with the periods that are over. */
export interface VoidedBedspace extends Availability {
  readonly id: string;
  readonly premisesId: string;
  readonly earlier: readonly EarlierPeriod[];
}

export interface Recorded {
  readonly now: Date;
  readonly by: StaffBlock | undefined;
}

const orNull = (text: string | null | undefined): string | null => text?.trim() || null;

/** A reason may be chosen while it is active, and kept where it was chosen before. */
const isOffered = (id: string, kept: string | undefined): boolean => {
  const reason = voidReasonOf(id);
  return reason !== undefined && (reason.isActive || reason.id === kept);
};

const dateProblems = (request: VoidRequest, bedspace: VoidedBedspace, today: Day): InvalidParam[] => {
  const refuse = (propertyName: string, errorType: string, value?: Day) => ({
    propertyName,
    errorType,
    entityId: bedspace.id,
    ...(value !== undefined && { value }),
  });
  if (request.endDate < request.startDate) return [refuse('$.endDate', 'voidEndDateBeforeVoidStartDate')];
  if (isTooFarAhead(request.endDate, today)) return [refuse('$.endDate', 'invalid')];
  const { startDate, endDate } = periodOf(request.startDate, bedspace);
  const isEarly = request.startDate < startDate;
  const problems = isEarly ? [refuse('$.startDate', 'voidStartDateBeforeBedspaceStartDate', startDate)] : [];
  if (endDate === null) return problems;
  if (request.startDate > endDate) problems.push(refuse('$.startDate', 'voidStartDateAfterBedspaceEndDate', endDate));
  if (request.endDate > endDate) problems.push(refuse('$.endDate', 'voidEndDateAfterBedspaceEndDate', endDate));
  return problems;
};

/** What staff may write of a void, cleaned; refuses everything that is wrong with it at once, but not what else is in the bedspace. */
export const describeVoid = (request: VoidRequest, bedspace: VoidedBedspace, today: Day, known?: VoidBedspace) => {
  const reasonId = request.reasonId.toLowerCase();
  const invalidParams = dateProblems(request, bedspace, today);
  if (!isOffered(reasonId, known?.reasonId))
    invalidParams.push({ propertyName: '$.reason', errorType: 'doesNotExist' });
  if (invalidParams.length > 0) throw invalid('INVALID_VOID', { invalidParams });
  return {
    startDate: request.startDate,
    endDate: request.endDate,
    reasonId,
    costCentre: request.costCentre ?? known?.costCentre ?? null,
    referenceNumber: orNull(request.referenceNumber) ?? known?.referenceNumber ?? null,
    notes: orNull(request.notes),
  };
};

const factsOf = (row: Omit<VoidBedspace, 'version'>, { now, by }: Recorded) => ({
  voidId: row.id,
  bedspaceId: row.bedspaceId,
  premisesId: row.premisesId,
  startDate: row.startDate,
  endDate: row.endDate,
  reasonId: row.reasonId,
  costCentre: row.costCentre ?? undefined,
  recordedAt: now.toISOString(),
  changedBy: by,
});

export const newVoid = (id: string, request: VoidRequest, bedspace: VoidedBedspace, recorded: Recorded) => {
  const { now } = recorded;
  const row = {
    id,
    premisesId: bedspace.premisesId,
    bedspaceId: bedspace.id,
    ...describeVoid(request, bedspace, londonDate(now)),
    cancelledOn: null,
    cancellationNotes: null,
    createdAt: now,
    updatedAt: now,
  };
  return { row, events: [BedspaceVoided.of(factsOf(row, recorded))] };
};

const requireActive = ({ id, cancelledOn }: VoidBedspace): void => {
  if (cancelledOn !== null)
    throw invalid('VOID_CANCELLED', {
      detail: `This void was cancelled on ${cancelledOn} and cannot be changed: ${id}`,
    });
};

/** Undefined when it says what is there already. */
export const changeVoid = (
  before: VoidBedspace,
  request: VoidRequest,
  bedspace: VoidedBedspace,
  recorded: Recorded,
) => {
  requireActive(before);
  const described = describeVoid(request, bedspace, londonDate(recorded.now), before);
  const members = Object.keys(described) as (keyof typeof described)[];
  if (members.every((name) => described[name] === before[name])) return undefined;
  return {
    changes: { ...described, updatedAt: recorded.now },
    events: [BedspaceVoidedUpdated.of(factsOf({ ...before, ...described }, recorded))],
  };
};

/** The bedspace can be used on its days again. */
export const cancelVoid = (before: VoidBedspace, notes: string | null | undefined, { now, by }: Recorded) => {
  requireActive(before);
  const { id: voidId, bedspaceId, premisesId } = before;
  return {
    changes: { cancelledOn: londonDate(now), cancellationNotes: orNull(notes), updatedAt: now },
    events: [
      BedspaceVoidCancelled.of({ voidId, bedspaceId, premisesId, cancelledAt: now.toISOString(), changedBy: by }),
    ],
  };
};
