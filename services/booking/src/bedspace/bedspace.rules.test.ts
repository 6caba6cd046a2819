import { lists } from '@throughcare/reference/lists';
import { PREMISES_ID, refusal } from '../testing/builders';
import { bedspaceStatus, countByStatus, describeBedspace, newBedspace } from './bedspace.rules';

const KITCHEN = lists.all('bedspace-characteristics').find((row) => row.isActive)?.id ?? '';
const RETIRED = lists.all('bedspace-characteristics').find((row) => !row.isActive)?.id ?? '';
const TODAY = '2026-03-02';
const premises = { id: PREMISES_ID, startDate: '2026-02-27' };
const aRequest = (over = {}) => ({ reference: ' Room 1 ', startDate: TODAY, characteristicIds: [KITCHEN], ...over });

describe('a new bedspace', () => {
  it('keeps the day it began', () => {
    expect(newBedspace(aRequest(), premises, TODAY)).toEqual({
      reference: 'Room 1',
      characteristicIds: [KITCHEN],
      notes: '',
      startDate: TODAY,
      createdDate: TODAY,
      endDate: null,
    });
  });

  it.each([
    ['blank', '  ', 'empty'],
    ['of two characters', ' R1 ', 'bedspaceReferenceNotMeetMinimumLength'],
    ['of signs only', '---', 'bedspaceReferenceMustIncludeLetterOrNumber'],
  ])('refuses a reference %s', (_, reference, errorType) => {
    expect(refusal(() => newBedspace(aRequest({ reference }), premises, TODAY)).fields).toEqual([
      `$.reference ${errorType}`,
    ]);
  });

  it.each([
    ['seven days ago is too early for the premises', '2026-02-23', 'startDateBeforePremisesStartDate'],
    ['eight days ago', '2026-02-22', 'invalidStartDateInThePast'],
    ['in eight days', '2026-03-10', 'invalidStartDateInTheFuture'],
  ])('refuses a start %s', (_, startDate, errorType) => {
    expect(refusal(() => newBedspace(aRequest({ startDate }), premises, TODAY)).fields).toEqual([
      `$.startDate ${errorType}`,
    ]);
  });

  it.each(['2026-02-27', '2026-03-09'])('takes a start on %s', (startDate) => {
    expect(newBedspace(aRequest({ startDate }), premises, TODAY).startDate).toBe(startDate);
  });

  it('names the place of an unknown characteristic in the list', () => {
    const request = aRequest({ characteristicIds: [KITCHEN, PREMISES_ID, RETIRED] });
    expect(refusal(() => newBedspace(request, premises, TODAY)).fields).toEqual([
      '$.characteristics[1] doesNotExist',
      '$.characteristics[2] doesNotExist',
    ]);
  });
});

it('F-048: empties notes that are not sent, because existing clients leave an empty field out', () => {
  const known = { characteristicIds: [] };
  expect(describeBedspace({ reference: 'Room 1', characteristicIds: [] }, known).notes).toBe('');
  expect(describeBedspace({ reference: 'Room 1', characteristicIds: [], notes: null }, known).notes).toBe('');
});

it('keeps a characteristic that was retired since', () => {
  expect(
    describeBedspace(aRequest({ characteristicIds: [RETIRED] }), { characteristicIds: [RETIRED] }).characteristicIds,
  ).toEqual([RETIRED]);
});

describe('the status of a bedspace', () => {
  it.each([
    ['upcoming until its first day', '2026-03-03', null, 'upcoming'],
    ['online from its first day', '2026-03-02', null, 'online'],
    ['online until the day before its end', '2026-01-01', '2026-03-03', 'online'],
    ['archived from the day of its end', '2026-01-01', '2026-03-02', 'archived'],
  ])('is %s', (_, startDate, endDate, status) => {
    expect(bedspaceStatus({ startDate, endDate }, TODAY)).toBe(status);
  });

  it('is counted', () => {
    const bedspaces = [
      { startDate: '2026-03-03', endDate: null },
      { startDate: '2026-03-01', endDate: null },
      { startDate: '2026-01-01', endDate: '2026-02-01' },
      { startDate: '2026-03-01', endDate: null },
    ];
    expect(countByStatus(bedspaces, TODAY)).toEqual({
      totalOnlineBedspaces: 2,
      totalUpcomingBedspaces: 1,
      totalArchivedBedspaces: 1,
    });
  });
});
