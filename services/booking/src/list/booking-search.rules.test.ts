import { personAsked, sortFieldOf, statusOf } from './booking-search.rules';

describe('looking for a booking', () => {
  it.each([
    [' x900003 ', { crn: 'X900003' }],
    ['X900003', { crn: 'X900003' }],
    ['X9000', { name: 'X9000' }],
    [' O’Néill ', { name: 'O’Néill' }],
    ['  ', {}],
    ['', {}],
  ])('takes %j as %j', (text, expected) => {
    expect(personAsked(text)).toEqual(expected);
  });

  it.each([
    [undefined, 'createdAt'],
    ['arrivedAt', 'createdAt'],
    ['endDate', 'endDate'],
  ])('takes the sort field %s as %s', (text, field) => {
    expect(sortFieldOf(text)).toBe(field);
  });

  it('takes an unknown status as none', () => {
    expect([statusOf('arrived'), statusOf('gone'), statusOf(undefined)]).toEqual(['arrived', undefined, undefined]);
  });
});
