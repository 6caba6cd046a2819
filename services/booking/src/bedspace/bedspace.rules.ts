import { lists } from '@throughcare/reference/lists';
import { addDays, type Day } from '@throughcare/base/calendar';
import { invalid, type InvalidParam } from '@throughcare/base/errors';
import { distinctIds, unknownCharacteristics } from '../reference-data/reference-data.rules';

const MIN_REFERENCE = 3;
const START_WINDOW_DAYS = 7;

export type BedspaceStatus = 'online' | 'upcoming' | 'archived';

export const bedspaceStatus = (bedspace: { startDate: Day; endDate: Day | null }, today: Day): BedspaceStatus => {
  if (bedspace.startDate > today) return 'upcoming';
  return bedspace.endDate !== null && bedspace.endDate <= today ? 'archived' : 'online';
};

export const countByStatus = (bedspaces: readonly { startDate: Day; endDate: Day | null }[], today: Day) => {
  const counts = { online: 0, upcoming: 0, archived: 0 };
  for (const bedspace of bedspaces) counts[bedspaceStatus(bedspace, today)] += 1;
  return {
    totalOnlineBedspaces: counts.online,
    totalUpcomingBedspaces: counts.upcoming,
    totalArchivedBedspaces: counts.archived,
  };
};

export interface BedspaceRequest {
  readonly reference: string;
  readonly characteristicIds: readonly string[];
  readonly notes?: string | null;
}

const referenceProblem = (reference: string): string | undefined => {
  if (reference === '') return 'empty';
  if (reference.length < MIN_REFERENCE) return 'bedspaceReferenceNotMeetMinimumLength';
  return /[\p{L}\p{N}]/u.test(reference) ? undefined : 'bedspaceReferenceMustIncludeLetterOrNumber';
};

const problemsOf = (request: BedspaceRequest, kept: readonly string[]): InvalidParam[] => {
  const problem = referenceProblem(request.reference.trim());
  const unknown = new Set(
    unknownCharacteristics(request.characteristicIds, lists.all('bedspace-characteristics'), kept),
  );
  return [
    ...(problem ? [{ propertyName: '$.reference', errorType: problem }] : []),
    ...request.characteristicIds.flatMap((id, at) =>
      unknown.has(id) ? [{ propertyName: `$.characteristics[${at}]`, errorType: 'doesNotExist' }] : [],
    ),
  ];
};

const startProblems = (startDate: Day, premises: { id: string; startDate: Day }, today: Day): InvalidParam[] => {
  const refuse = (errorType: string, extra = {}) => [{ propertyName: '$.startDate', errorType, ...extra }];
  if (startDate < addDays(today, -START_WINDOW_DAYS)) return refuse('invalidStartDateInThePast');
  if (startDate > addDays(today, START_WINDOW_DAYS)) return refuse('invalidStartDateInTheFuture');
  if (startDate < premises.startDate)
    return refuse('startDateBeforePremisesStartDate', { entityId: premises.id, value: premises.startDate });
  return [];
};

const cleaned = (request: BedspaceRequest) => ({
  reference: request.reference.trim(),
  characteristicIds: distinctIds(request.characteristicIds),
  notes: request.notes?.trim() ?? '',
});

/** Reference, notes and characteristics may change; the start date never does. Notes that are not sent are none: existing clients leave an empty field out. */
export const describeBedspace = (
  request: BedspaceRequest,
  known: { readonly characteristicIds: readonly string[] },
) => {
  const invalidParams = problemsOf(request, known.characteristicIds);
  if (invalidParams.length > 0) throw invalid('INVALID_BEDSPACE', { invalidParams });
  return cleaned(request);
};

/** A new bedspace starts within a week of today and not before its premises. */
export const newBedspace = (
  request: BedspaceRequest & { readonly startDate: Day },
  premises: { id: string; startDate: Day },
  today: Day,
) => {
  const invalidParams = [...problemsOf(request, []), ...startProblems(request.startDate, premises, today)];
  if (invalidParams.length > 0) throw invalid('INVALID_BEDSPACE', { invalidParams });
  return { ...cleaned(request), startDate: request.startDate, createdDate: request.startDate, endDate: null };
};
