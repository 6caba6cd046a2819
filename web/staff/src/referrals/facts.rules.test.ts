import { lists } from '@throughcare/reference/lists';
import { derivedFor, factsFor } from './facts.rules';

const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const WALES = 'afee0696-8df3-4d9f-9d0c-268f17772e2c';
const CROYDON = '2e3df9de-5875-44b6-8df7-88e4308e5c58';
const me = {
  name: 'Staffan Worker',
  email: 's@justice.gov.uk',
  pduId: CROYDON,
  pduName: 'Croydon',
  regionId: LONDON,
  regionName: 'London',
};
const away = { 'placement-location': { 'different-region': { regionId: WALES } } };
const listed = (list: string, answers: object = {}) =>
  factsFor(me, answers, '2026-03-02')
    .options?.(list)
    ?.map(({ text }) => text);

describe('what the pages of a referral know', () => {
  it('offers the units of the own region, and of the region that was chosen', () => {
    expect(listed('homeUnits')).toContain('Croydon');
    expect(listed('placementUnits')).toEqual([]);
    expect(listed('placementUnits', away)).toContain('Cardiff and the Vale of Glamorgan');
    expect(listed('placementUnits', away)).not.toContain('Croydon');
  });

  it('has a unit that is no longer in use, with what to choose instead', () => {
    const unit = lists.find('probation-delivery-units', CROYDON);
    const brent = lists.unitOfCode('N07BRNT');
    if (!unit || !brent) throw new Error('no unit');
    const choice = () =>
      factsFor(me, {}, '2026-03-02')
        .options?.('homeUnits')
        ?.find(({ value }) => value === CROYDON);
    const apply = (successorIds: string[], version: number) =>
      lists.apply({ list: 'probation-delivery-units', item: { ...unit, isActive: false, successorIds }, version });
    expect(choice()).toEqual({ value: CROYDON, text: 'Croydon' });
    apply([], 1);
    expect(choice()).toEqual({ value: CROYDON, text: 'Croydon', retired: 'Select another PDU' });
    apply([brent.id], 2);
    expect(choice()?.retired).toBe(`Select ${brent.name}`);
    lists.reset();
  });

  it('offers the regions that place people, by name', () => {
    const regions = listed('regions') ?? [];
    expect(regions).toEqual(regions.toSorted((a, b) => a.localeCompare(b, 'en')));
    expect(regions).not.toContain('National');
    expect(listed('neverHeardOf')).toBeUndefined();
  });

  it('knows who is of the national region', () => {
    expect(factsFor({ ...me, regionName: 'National' }, {}, '2026-03-02').known).toEqual({ isNational: true });
    expect(factsFor(me, {}, '2026-03-02').known).toEqual({ isNational: false });
  });
});

describe('what is kept besides what was typed', () => {
  const derived = (task: string, page: string, given: object = {}, answers: object = {}) =>
    derivedFor(me, { task, page }, given as Record<string, unknown>, answers);

  it('is the practitioner as the staff directory has them', () => {
    expect(derived('contact-details', 'probation-practitioner')).toEqual({
      name: 'Staffan Worker',
      email: 's@justice.gov.uk',
      phone: '',
      pdu: { id: CROYDON, name: 'Croydon' },
    });
  });

  it('is the name of what was chosen', () => {
    expect(derived('placement-location', 'alternative-region')).toEqual({ regionName: 'London' });
    expect(derived('placement-location', 'alternative-pdu', { pduId: CROYDON })).toEqual({ pduName: 'Croydon' });
    expect(derived('placement-location', 'different-region', { regionId: WALES })).toEqual({
      regionName: 'Wales',
      currentRegionId: LONDON,
      currentRegionName: 'London',
    });
    expect(derived('placement-location', 'placement-pdu', { pduId: '' }, away)).toEqual({
      pduName: '',
      regionId: WALES,
    });
    expect(derived('contact-details', 'practitioner-pdu', { id: CROYDON })).toEqual({ name: 'Croydon' });
  });

  it('is nothing on other pages', () => expect(derived('consent', 'consent-given')).toEqual({}));
});
