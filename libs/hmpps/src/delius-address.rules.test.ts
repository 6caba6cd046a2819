import fc from 'fast-check';
import { deliusAddress } from './delius-address.rules';

const held = (addressLine1: string, addressLine2?: string) => deliusAddress({ addressLine1, addressLine2 });

describe('F-062: an address as nDelius will hold it', () => {
  it('is what was entered where it fits', () => {
    expect(held('12 Church Street', 'Old Town')).toEqual({
      line1: '12 Church Street',
      line2: 'Old Town',
      pieces: ['12 Church Street', 'Old Town'],
      lost: '',
      isCut: false,
    });
  });

  it('begins with house number and street where not everything is held', () => {
    const brewery = 'Flat 2, "The Old Brewery & Maltings", 12-14 Saint Bartholomew’s Church Street East';
    const { pieces, lost, line1, line2, isCut } = held(brewery, 'Behind the former Corn Exchange, ring twice');
    expect(isCut).toBe(true);
    expect(line1.startsWith('12-14 Saint Bartholomew’s Church Street East, Flat 2')).toBe(true);
    expect(line2).toBeUndefined();
    expect(pieces).toEqual([
      '12-14 Saint Bartholomew’s Church St',
      'reet East, Flat 2, "The Old Brewery',
      '& Maltings", Behind the former Cor',
    ]);
    expect(lost).toBe('n Exchange, ring twice');
  });

  it.each([
    [`${'Long House Name '.repeat(6)}, 12, High Street`, '12 High Street'],
    [`${'Long House Name '.repeat(6)}, 12a High Street`, '12a High Street'],
    [`${'Long House Name '.repeat(6)}, Flat 3, Mill Lane`, 'Mill Lane'],
    [`Unit 7, ${'Long House Name '.repeat(6)}, 3/5 Old Road`, '3/5 Old Road'],
  ])('finds the street in %s', (line, street) => {
    expect(held(line, 'somewhere').pieces[0]?.startsWith(street)).toBe(true);
  });

  it('is left as it is where no street can be found', () => {
    expect(held('x'.repeat(120))).toMatchObject({ line1: 'x'.repeat(120), lost: 'x'.repeat(15), isCut: true });
  });

  it('no line at all is no piece', () => {
    expect(held('')).toMatchObject({ pieces: [], isCut: false });
  });

  it('is never more than three pieces of 35, and says whether something is lost', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 150 }),
        fc.option(fc.string({ maxLength: 80 }), { nil: undefined }),
        (a, b) => {
          const { pieces, lost, isCut } = held(a, b);
          expect(pieces.length).toBeLessThanOrEqual(3);
          expect(pieces.every((piece) => piece.length <= 35)).toBe(true);
          if (lost !== '') expect(isCut).toBe(true);
        },
      ),
    );
  });
});
