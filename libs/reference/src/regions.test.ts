import { deliveryUnitOf, deliveryUnits, regionOf, regionOfCode, regions, unitIsInRegion, unitOfCode } from './regions';
import { rejectionReasons } from './rejection-reasons';

const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const idOfUnit = (code: string) => unitOfCode(code)?.id;

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
    expect(regionOfCode(code)?.name).toBe(name);
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
