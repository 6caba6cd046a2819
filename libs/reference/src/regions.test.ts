import { Lists, lists } from './lists';
import { problemsIn } from './problems.rules';
import { deliveryUnitOf, regionOf, unitIsInRegion, unitIsOfferedIn, unitsMeantBy, unitsNow } from './regions';
import { neighbouringUnits } from './meanings';
import { LIST_NAMES, SHIPPED } from './shipped';

const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const idOfUnit = (code: string) => lists.unitOfCode(code)?.id;
const [regions, deliveryUnits, rejectionReasons] = [
  lists.all('probation-regions'),
  lists.all('probation-delivery-units'),
  lists.all('referral-rejection-reasons'),
];

describe('regions and delivery units', () => {
  it('are all there, each with an id of its own', () => {
    expect([regions.length, deliveryUnits.length, rejectionReasons.length]).toEqual([13, 111, 21]);
    for (const rows of [regions, deliveryUnits, rejectionReasons])
      expect(new Set(rows.map(({ id }) => id.toLowerCase())).size).toBe(rows.length);
  });

  it('F-007: are known by nDelius codes, and no code leads to two of them', () => {
    for (const rows of [regions, deliveryUnits]) {
      const codes = rows.flatMap(({ deliusCodes }) => deliusCodes);
      expect(new Set(codes).size).toBe(codes.length);
      expect(rows.filter(({ deliusCodes }) => deliusCodes.length === 0)).toEqual([]);
    }
  });

  it.each([
    ['N07', 'London'],
    ['N41', 'National'],
    ['N43', 'National'],
    ['XXX', 'National'],
    ['N02', 'North East'],
    ['N32', 'North East'],
    ['N06', 'Kent, Surrey & Sussex'],
    ['N33', 'Yorkshire & The Humber'],
    ['N99', undefined],
    ['', undefined],
  ])('F-007: the nDelius area %s is %s', (code, name) => {
    expect(lists.regionOfCode(code)?.name).toBe(name);
  });

  it('are found by id in either case', () => {
    expect(regionOf(LONDON.toUpperCase())?.name).toBe('London');
    expect(deliveryUnitOf(idOfUnit('N07CROY')?.toUpperCase())?.name).toBe('Croydon');
    expect([regionOf(null), regionOf('constructor'), deliveryUnitOf(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('belong together: every unit to a region that exists, and to that one only', () => {
    for (const { id, probationRegionId } of deliveryUnits)
      expect(regions.filter((region) => unitIsInRegion(id, region.id)).map((region) => region.id)).toEqual([
        probationRegionId,
      ]);
    expect(unitIsInRegion(idOfUnit('N07CROY'), LONDON.toUpperCase())).toBe(true);
    expect(unitIsInRegion(LONDON, LONDON)).toBe(false);
    expect(unitIsInRegion(null, null)).toBe(false);
  });
});

describe('every list that ships', () => {
  it('has ids and codes that nobody else has, and units of regions that there are', () => {
    expect(problemsIn(SHIPPED)).toEqual([]);
    expect(LIST_NAMES).toHaveLength(11);
  });

  it('knows neighbours of every delivery unit but the national ones, each pair once and within a region', () => {
    const units = neighbouringUnits.map((pair) => pair.map((code) => lists.unitOfCode(code)));
    for (const [one, other] of units) {
      expect(one?.probationRegionId).toBe(other?.probationRegionId);
      expect(one?.id).not.toBe(other?.id);
    }
    expect(new Set(neighbouringUnits.map((pair) => pair.toSorted().join())).size).toBe(neighbouringUnits.length);
    const known = new Set(units.flat().map((unit) => unit?.id));
    const alone = deliveryUnits.filter(({ id }) => !known.has(id));
    expect(alone.map(({ probationRegionId }) => regionOf(probationRegionId)?.name)).toEqual(['National', 'National']);
  });

  it('F-007: would be refused with two items of one code or id, or a unit of no region', () => {
    const [first, second] = SHIPPED['probation-regions'];
    if (!first || !second) throw new Error('no regions');
    const twice = [first, { ...second, deliusCodes: [...second.deliusCodes, ...first.deliusCodes] }];
    expect(problemsIn({ 'probation-regions': twice })).toEqual([
      `probation-regions: two items have the code ${first.deliusCodes[0]}`,
    ]);
    expect(problemsIn({ 'probation-regions': [first, { ...second, id: first.id.toUpperCase() }] })).toEqual([
      `probation-regions: two items have the id ${first.id}`,
    ]);
    const unit = { ...deliveryUnits[0], id: 'u', name: 'U', isActive: true, probationRegionId: 'nowhere' };
    expect(problemsIn({ 'probation-regions': [first], 'probation-delivery-units': [unit] })).toEqual([
      'probation-delivery-units: u belongs to no region',
    ]);
  });
});

describe('a change of a list', () => {
  const own = new Lists();
  const item = { id: LONDON.toUpperCase(), name: 'Greater London', isActive: false };

  it('is taken over what is known, once, and members that it does not name stay', () => {
    own.apply({ list: 'probation-regions', item, version: 2 });
    own.apply({ list: 'probation-regions', item: { ...item, name: 'older' }, version: 1 });
    expect(own.find('probation-regions', LONDON)).toMatchObject({ name: 'Greater London', deliusCodes: ['N07'] });
    expect(own.regionOfCode('N07')?.name).toBe('Greater London');
    expect(own.all('probation-regions')).toHaveLength(13);
    expect(own.offered('probation-regions').map(({ id }) => id)).not.toContain(LONDON);
  });

  it('counts for its own list only: other lists may have an item of the same id', () => {
    const shared = 'f47ac10b-58cc-4372-a567-0e02b2c3d480';
    const names = () =>
      (['cancellation-reasons', 'referral-rejection-reasons', 'void-bedspace-reasons'] as const).map(
        (list) => own.find(list, shared)?.name,
      );
    const [, , untouched] = names();
    own.apply({ list: 'cancellation-reasons', item: { id: shared, name: 'One', isActive: true }, version: 2 });
    own.apply({ list: 'referral-rejection-reasons', item: { id: shared, name: 'Two', isActive: true }, version: 1 });
    expect(names()).toEqual(['One', 'Two', untouched]);
    own.reset();
  });

  it('may add an item, which is found by its codes', () => {
    const added = { id: '0b1a5c80-58a7-4ce2-9f55-3b8f4a6d2c11', name: 'New', isActive: true, deliusCodes: ['N99'] };
    own.apply({ list: 'probation-regions', item: { ...added, hptEmail: null }, version: 1 });
    expect(own.regionOfCode('N99')?.name).toBe('New');
    own.reset();
    expect([own.regionOfCode('N99'), own.find('probation-regions', LONDON)?.name]).toEqual([undefined, 'London']);
  });

  it('that takes a unit out of use leaves it in its region, and is not offered', () => {
    const unit = lists.unitOfCode('N07CROY');
    if (!unit) throw new Error('no unit');
    lists.apply({ list: 'probation-delivery-units', item: { ...unit, isActive: false }, version: 1 });
    expect([unitIsInRegion(unit.id, LONDON), unitIsOfferedIn(unit.id, LONDON)]).toEqual([true, false]);
    lists.reset();
    expect(unitIsOfferedIn(unit.id, LONDON)).toBe(true);
  });
});

describe('delivery units that took the place of others', () => {
  const [croydon, lambeth, southwark] = ['N07CROY', 'N07BRNT', 'N07TOWH'].map(
    (code) => lists.unitOfCode(code)?.id ?? '',
  );
  const named = (ids: readonly (string | undefined)[]) => ids.map((id) => deliveryUnitOf(id)?.name).toSorted();
  const replace = (id: string | undefined, successorIds: readonly (string | undefined)[]) => {
    const unit = deliveryUnitOf(id);
    if (!unit) throw new Error('no unit');
    const item = { ...unit, isActive: false, successorIds: successorIds.map((one) => one ?? '') };
    lists.apply({ list: 'probation-delivery-units', item, version: 1 });
  };
  afterEach(() => lists.reset());

  it('stand for them, also over several changes', () => {
    expect(named(unitsNow(croydon).map(({ id }) => id))).toEqual(['Croydon']);
    replace(croydon, [lambeth]);
    replace(lambeth, [southwark]);
    expect(named(unitsNow(croydon).map(({ id }) => id))).toEqual(named([southwark]));
    expect(unitsNow('nobody knows it')).toEqual([]);
  });

  it('are meant where a unit is asked for that they replaced, and with them all that they replaced', () => {
    expect(unitsMeantBy([croydon ?? ''])).toEqual([croydon]);
    replace(croydon, [southwark]);
    replace(lambeth, [southwark]);
    const all = named([croydon, lambeth, southwark]);
    for (const asked of [croydon, lambeth, southwark])
      expect(named(unitsMeantBy([asked?.toUpperCase() ?? '']))).toEqual(all);
  });

  it('each stand for the whole of what was split', () => {
    replace(croydon, [lambeth, southwark]);
    expect(named(unitsMeantBy([lambeth ?? '']))).toEqual(named([lambeth, croydon]));
    expect(named(unitsMeantBy([croydon ?? '']))).toEqual(named([lambeth, croydon, southwark]));
  });

  it('take nothing from a unit that nothing replaced, or that nobody knows', () => {
    replace(croydon, []);
    expect(unitsMeantBy([croydon ?? '', 'X'])).toEqual([croydon, 'x']);
  });

  it('lead nobody in a circle', () => {
    replace(croydon, [lambeth]);
    replace(lambeth, [croydon]);
    expect(unitsNow(croydon)).toEqual([]);
  });
});
