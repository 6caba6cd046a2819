import { keyOf, nomsNumberOf, withPrison } from './person.rules';

describe('a prison number', () => {
  it.each(['A9001AA', 'a9001aa', ' A9001Aa '])('is read from %p', (typed) => {
    expect(nomsNumberOf(typed)).toBe('A9001AA');
  });

  it.each(['', 'A9001A', 'A9001AAA', '19001AA', 'A9001AA;--', 'X900001'])(
    'belongs to nobody when typed as %p',
    (typed) => {
      expect(() => nomsNumberOf(typed)).toThrow(
        expect.objectContaining({ kind: 'not-found', code: 'PERSON_NOT_FOUND' }),
      );
    },
  );
});

describe('the prison shown', () => {
  const details = { prisonId: 'MDI', prisonName: 'Moorland', firstName: 'JOE' };

  it('is the register’s until a custody event has told us', () => {
    expect(withPrison(details, null)).toEqual(details);
  });

  it('is ours afterwards, without the name of the other prison', () => {
    expect(withPrison(details, 'OUT')).toEqual({ ...details, prisonId: 'OUT', prisonName: null });
    expect(withPrison(details, 'MDI')).toEqual(details);
  });
});

describe('the key of a person’s events', () => {
  it('is the CRN, or the prison number while there is none', () => {
    expect(keyOf({ crn: 'X900001', nomsNumber: 'A9001AA' })).toBe('X900001');
    expect(keyOf({ crn: null, nomsNumber: 'A9001AA' })).toBe('A9001AA');
  });
});
