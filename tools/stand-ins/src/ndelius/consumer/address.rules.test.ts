import { addressFields } from './address.rules';

const fields = (addressLine1: string, addressLine2?: string | null) => {
  const premises = { addressLine1, addressLine2, postcode: ' zz1 1aa', town: ' Town ', region: 'London' };
  const { buildingName, streetName, district } = addressFields(premises);
  return [buildingName, streetName, district];
};
const x = (length: number): string => 'x'.repeat(length);

describe('address lines in pieces of 35 characters', () => {
  it.each([
    ['one piece is the street', ['1 Road'], [undefined, '1 Road', undefined]],
    ['35 characters are one piece', [x(35)], [undefined, x(35), undefined]],
    ['36 characters are street and district', [x(36)], [undefined, x(35), 'x']],
    ['two lines are street and district', ['1 Road', 'Estate'], [undefined, '1 Road', 'Estate']],
    ['70 characters are two pieces', [x(70)], [undefined, x(35), x(35)]],
    ['three pieces are building, street and district', [x(36), 'Estate'], [x(35), 'x', 'Estate']],
    ['106 characters lose the fourth piece', [x(106)], [x(35), x(35), x(35)]],
    ['the rest of a long second line is lost', [x(71), 'Estate'], [x(35), x(35), 'x']],
    ['an empty second line counts for nothing', ['1 Road', ''], [undefined, '1 Road', undefined]],
    ['an empty first line moves the second up', ['', 'Estate'], [undefined, 'Estate', undefined]],
    ['pieces are trimmed after the cut', [` ${x(34)} y `], [undefined, x(34), 'y']],
  ])('%s', (_what, lines, expected) => {
    expect(fields(lines[0]!, lines[1] ?? null)).toEqual(expected);
  });

  it('both empty is no address', () => {
    expect(() => fields('', '')).toThrow('empty');
    expect(() => fields('', null)).toThrow('empty');
  });

  it('trims postcode, town and region and leaves their case', () => {
    const premises = { addressLine1: '1 Road', postcode: ' zz1 1aa', town: ' Town ', region: ' London ' };
    expect(addressFields(premises)).toMatchObject({ postcode: 'zz1 1aa', town: 'Town', county: 'London' });
  });
});
