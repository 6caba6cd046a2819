import { CARDIFF, CROYDON, LONDON, WALES, refusal } from '../testing/builders';
import { premisesCharacteristics } from '../reference-data/reference-data';
import { describePremises, premisesStatus } from './premises.rules';

const PARK_NEARBY = premisesCharacteristics.find((row) => row.isActive)?.id ?? '';
const RETIRED = premisesCharacteristics.find((row) => !row.isActive)?.id ?? '';

const aRequest = (over = {}) => ({
  reference: ' CRO-01 ',
  addressLine1: '12 Church Street',
  addressLine2: '  ',
  postcode: ' cr0 1aa ',
  probationRegionId: LONDON,
  probationDeliveryUnitId: CROYDON,
  characteristicIds: [PARK_NEARBY, PARK_NEARBY.toUpperCase()],
  ...over,
});

describe('describing a property', () => {
  it('cleans what staff typed and takes two working days of turnaround', () => {
    expect(describePremises(aRequest())).toEqual({
      reference: 'CRO-01',
      addressLine1: '12 Church Street',
      addressLine2: null,
      town: null,
      postcode: 'CR0 1AA',
      probationRegionId: LONDON,
      probationDeliveryUnitId: CROYDON,
      localAuthorityAreaId: null,
      characteristicIds: [PARK_NEARBY],
      notes: '',
      turnaroundWorkingDays: 2,
    });
  });

  it.each([
    ['a blank reference', { reference: ' ' }, '$.reference empty'],
    ['a blank first address line', { addressLine1: ' ' }, '$.address empty'],
    ['a blank postcode', { postcode: ' ' }, '$.postcode empty'],
    ['nine characters of postcode', { postcode: 'CR0 1AA B' }, '$.postcode isNot8OrLessCharacters'],
    ['a negative turnaround', { turnaroundWorkingDays: -1 }, '$.turnaroundWorkingDays isNotAPositiveInteger'],
    [
      'a turnaround of more than a year',
      { turnaroundWorkingDays: 366 },
      '$.turnaroundWorkingDays isNotAPositiveInteger',
    ],
    [
      'a delivery unit of another region',
      { probationDeliveryUnitId: CARDIFF },
      '$.probationDeliveryUnitId doesNotExist',
    ],
    ['an unknown local authority', { localAuthorityAreaId: LONDON }, '$.localAuthorityAreaId doesNotExist'],
    [
      'a retired characteristic',
      { characteristicIds: [RETIRED] },
      `$.premisesCharacteristics[${RETIRED}] doesNotExist`,
    ],
  ])('refuses %s', (_, change, field) => {
    expect(refusal(() => describePremises(aRequest(change))).fields).toEqual([field]);
  });

  it('refuses everything that is wrong at once', () => {
    const { fields } = refusal(() =>
      describePremises(aRequest({ reference: '', postcode: '', probationRegionId: CROYDON })),
    );
    expect(fields).toEqual([
      '$.probationRegionId doesNotExist',
      '$.probationDeliveryUnitId doesNotExist',
      '$.reference empty',
      '$.postcode empty',
    ]);
  });

  it('keeps a characteristic that was retired since', () => {
    expect(describePremises(aRequest({ characteristicIds: [RETIRED] }), [RETIRED]).characteristicIds).toEqual([
      RETIRED,
    ]);
  });

  it('takes a turnaround of nothing', () => {
    expect(describePremises(aRequest({ turnaroundWorkingDays: 0 })).turnaroundWorkingDays).toBe(0);
  });

  it('accepts the region that its delivery unit has', () => {
    const wales = aRequest({ probationRegionId: WALES.toUpperCase(), probationDeliveryUnitId: CARDIFF });
    expect(describePremises(wales).probationRegionId).toBe(WALES);
  });
});

describe('the status of a property', () => {
  it.each([
    ['online from its first day', '2026-03-02', null, 'online'],
    ['archived while its start is ahead', '2026-03-03', null, 'archived'],
    ['online until the day before its end', '2026-01-01', '2026-03-03', 'online'],
    ['archived from the day of its end', '2026-01-01', '2026-03-02', 'archived'],
  ])('is %s', (_, startDate, endDate, status) => {
    expect(premisesStatus({ startDate, endDate }, '2026-03-02')).toBe(status);
  });
});
