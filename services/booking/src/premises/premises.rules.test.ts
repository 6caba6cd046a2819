import { lists } from '@throughcare/reference/lists';
import { CARDIFF, CROYDON, LONDON, WALES, refusal } from '../testing/builders';
import { describePremises, premisesStatus, type KnownPremises } from './premises.rules';

const PARK_NEARBY = lists.all('premises-characteristics').find((row) => row.isActive)?.id ?? '';
const AUTHORITY = lists.all('local-authority-areas')[0]?.id ?? '';
const RETIRED = lists.all('premises-characteristics').find((row) => !row.isActive)?.id ?? '';

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

const TODAY = '2026-03-02';
const aKnown = (over: Partial<KnownPremises> = {}): KnownPremises => ({
  probationDeliveryUnitId: CROYDON,
  characteristicIds: [PARK_NEARBY],
  localAuthorityAreaId: AUTHORITY,
  addressLine2: 'Flat 2',
  town: 'Croydon',
  postcode: 'CR0 1AA',
  notes: 'Key safe',
  turnaroundWorkingDays: 7,
  startDate: '2026-01-05',
  firstBedspaceDate: null,
  ...over,
});

describe('F-048: the smallest body of an update', () => {
  const smallest = {
    reference: 'CRO-01',
    addressLine1: '12 Church Street',
    postcode: 'CR0 1AA',
    probationRegionId: LONDON,
    probationDeliveryUnitId: CROYDON,
  };
  const optional = [
    'characteristicIds',
    'localAuthorityAreaId',
    'addressLine2',
    'town',
    'notes',
    'turnaroundWorkingDays',
    'startDate',
  ] as const;

  it('leaves what it does not say, and empties what existing clients leave out when it is empty', () => {
    const kept = ['characteristicIds', 'turnaroundWorkingDays', 'startDate'] as const;
    expect(describePremises(smallest, TODAY, aKnown())).toMatchObject({
      ...Object.fromEntries(kept.map((name) => [name, aKnown()[name]])),
      addressLine2: null,
      town: null,
      notes: '',
      localAuthorityAreaId: null,
    });
  });

  it('with null means none, or the default', () => {
    const nulls = Object.fromEntries(optional.map((name) => [name, null]));
    expect(describePremises({ ...smallest, ...nulls }, TODAY, aKnown())).toMatchObject({
      characteristicIds: [],
      localAuthorityAreaId: null,
      addressLine2: null,
      town: null,
      notes: '',
      turnaroundWorkingDays: 2,
    });
  });
});

describe('F-051: the first day of a property', () => {
  const start = (startDate: string, known?: KnownPremises) => () =>
    describePremises(aRequest({ startDate }), TODAY, known);
  it.each([
    ['seven days ago', '2026-02-23', []],
    ['eight days ago', '2026-02-22', ['$.startDate invalidStartDateInThePast']],
    ['in seven days', '2026-03-09', []],
    ['in eight days', '2026-03-10', ['$.startDate invalidStartDateInTheFuture']],
  ])('may be %s', (_, day, fields) => {
    if (fields.length > 0) return expect(refusal(start(day)).fields).toEqual(fields);
    return expect(start(day)().startDate).toBe(day);
  });

  it('can be put right, but not past the first bedspace', () => {
    const known = aKnown({ startDate: TODAY, firstBedspaceDate: '2026-02-28' });
    expect(start('2026-02-25', known)().startDate).toBe('2026-02-25');
    expect(refusal(start('2026-03-01', known)).fields).toEqual(['$.startDate afterFirstBedspaceStartDate']);
  });

  it('that stands already is no change, however long ago', () => {
    expect(start('2026-01-05', aKnown())().startDate).toBe('2026-01-05');
  });
});

it('F-064: a postcode that was let in before may stay until it is changed', () => {
  const known = aKnown({ postcode: 'NOTAPOST' });
  expect(describePremises(aRequest({ postcode: 'NOTAPOST' }), TODAY, known).postcode).toBe('NOTAPOST');
  expect(refusal(() => describePremises(aRequest({ postcode: 'CRO 1AA' }), TODAY, known)).fields).toEqual([
    '$.postcode invalid',
  ]);
});

describe('describing a property', () => {
  it('cleans what staff typed and takes two working days of turnaround', () => {
    expect(describePremises(aRequest(), TODAY)).toEqual({
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
      startDate: TODAY,
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
    expect(refusal(() => describePremises(aRequest(change), TODAY)).fields).toEqual([field]);
  });

  it('refuses everything that is wrong at once', () => {
    const { fields } = refusal(() =>
      describePremises(aRequest({ reference: '', postcode: '', probationRegionId: CROYDON }), TODAY),
    );
    expect(fields).toEqual([
      '$.probationRegionId doesNotExist',
      '$.probationDeliveryUnitId doesNotExist',
      '$.reference empty',
      '$.postcode empty',
    ]);
  });

  it('keeps a characteristic that was retired since', () => {
    expect(
      describePremises(aRequest({ characteristicIds: [RETIRED] }), TODAY, aKnown({ characteristicIds: [RETIRED] }))
        .characteristicIds,
    ).toEqual([RETIRED]);
  });

  it('takes a turnaround of nothing', () => {
    expect(describePremises(aRequest({ turnaroundWorkingDays: 0 }), TODAY).turnaroundWorkingDays).toBe(0);
  });

  it('accepts the region that its delivery unit has', () => {
    const wales = aRequest({ probationRegionId: WALES.toUpperCase(), probationDeliveryUnitId: CARDIFF });
    expect(describePremises(wales, TODAY).probationRegionId).toBe(WALES);
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

describe('a delivery unit that is no longer in use', () => {
  beforeAll(() => {
    const unit = lists.find('probation-delivery-units', CROYDON);
    if (unit) lists.apply({ list: 'probation-delivery-units', item: { ...unit, isActive: false }, version: 1 });
  });
  afterAll(() => lists.reset());

  it('is refused for a new property, and kept by one that is in it', () => {
    const refused = ['$.probationDeliveryUnitId doesNotExist'];
    expect(refusal(() => describePremises(aRequest(), TODAY)).fields).toEqual(refused);
    expect(describePremises(aRequest(), TODAY, aKnown())).toMatchObject({ probationDeliveryUnitId: CROYDON });
    const elsewhere = aKnown({ probationDeliveryUnitId: LONDON });
    expect(refusal(() => describePremises(aRequest(), TODAY, elsewhere)).fields).toEqual(refused);
  });
});
