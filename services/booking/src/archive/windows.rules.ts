import { addDays, addMonths, type Day } from '@throughcare/base/calendar';
import { conflict, invalid, invalidField, type InvalidParam } from '@throughcare/base/errors';
import { isArchived, type Unit } from './house.rules';

const ARCHIVE_DAYS_BACK = 7;
const ARCHIVE_MONTHS_AHEAD = 3;
const RETURN_DAYS = 14;

/** What existing clients call the refusals of a property and of a bedspace. */
export interface Words {
  readonly beforeStart: string;
  readonly overlap: string;
  readonly beforeLastArchive: string;
}
export const OF_PREMISES: Words = {
  beforeStart: 'endDateBeforePremisesStartDate',
  overlap: 'endDateOverlapPreviousPremisesArchiveEndDate',
  beforeLastArchive: 'beforeLastPremisesArchivedDate',
};
export const OF_BEDSPACE: Words = {
  beforeStart: 'endDateBeforeBedspaceStartDate',
  overlap: 'endDateOverlapPreviousBedspaceArchiveEndDate',
  beforeLastArchive: 'beforeLastBedspaceArchivedDate',
};

/** The last day on which an archive may be planned. */
export const latestArchive = (today: Day): Day => addMonths(today, ARCHIVE_MONTHS_AHEAD);

/** Refuses an end that is out of the window, or that this period cannot have. */
export const requireEnd = (unit: Unit, endDate: Day, today: Day, words: Words): void => {
  const refuse = (errorType: string, value?: Day) =>
    invalidField('$.endDate', errorType, value === undefined ? {} : { entityId: unit.id, value });
  if (isArchived(unit, today))
    throw conflict('ALREADY_ARCHIVED', {
      detail: `It was archived on ${unit.endDate}. Make it online first: ${unit.id}`,
    });
  if (endDate < addDays(today, -ARCHIVE_DAYS_BACK)) throw refuse('invalidEndDateInThePast');
  if (endDate > latestArchive(today)) throw refuse('invalidEndDateInTheFuture');
  if (endDate < unit.startDate) throw refuse(words.beforeStart, unit.startDate);
  const lastArchive = unit.earlier.at(-1)?.lastDay;
  if (lastArchive !== undefined && lastArchive >= endDate) throw refuse(words.overlap, lastArchive);
};

/** Refuses a return that is out of the window or before the last day of the period that is over. */
export const requireReturn = (unit: Unit, restartDate: Day, today: Day, words: Words): void => {
  const problems: InvalidParam[] = [];
  const refuse = (errorType: string) => problems.push({ propertyName: '$.restartDate', errorType });
  if (restartDate < addDays(today, -RETURN_DAYS)) refuse('invalidRestartDateInThePast');
  if (restartDate > addDays(today, RETURN_DAYS)) refuse('invalidRestartDateInTheFuture');
  if (unit.endDate !== null && restartDate < unit.endDate) refuse(words.beforeLastArchive);
  if (problems.length > 0) throw invalid('INVALID_RETURN', { invalidParams: problems });
};
