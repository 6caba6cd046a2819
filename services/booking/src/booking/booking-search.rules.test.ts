import type { Person } from '@throughcare/platform/people';
import { matching, pageOf, sortFieldOf, sorted, statusOf } from './booking-search.rules';

const people = new Map<string, Person>([
  [
    'X900001',
    {
      type: 'FullPerson',
      crn: 'X900001',
      name: 'Ada Byron',
      dateOfBirth: '1990-01-01',
      sex: 'Female',
      status: 'Unknown',
    },
  ],
  [
    'X900002',
    {
      type: 'FullPerson',
      crn: 'X900002',
      name: 'Zoe Adams',
      dateOfBirth: '1990-01-01',
      sex: 'Female',
      status: 'Unknown',
    },
  ],
  ['X900003', { type: 'RestrictedPerson', crn: 'X900003' }],
]);
const theRest = { dateOfBirth: '1990-01-01', sex: 'Female', status: 'Unknown' } as const;
const row = (crn: string, over = {}) => ({
  ...{ id: `id-${crn}`, crn, arrivalDate: '2026-03-02', departureDate: '2026-05-25' },
  createdAt: new Date('2026-01-01T00:00:00Z'),
  ...over,
});
const rows = [row('X900002'), row('X900003'), row('X900001')];
const crns = (found: readonly { crn: string }[]) => found.map(({ crn }) => crn);

describe('looking for a booking', () => {
  it.each([
    ['a whole CRN in any case', ' x900003 ', ['X900003']],
    ['a part of a name', 'ada', ['X900002', 'X900001']],
    ['nothing', '  ', ['X900002', 'X900003', 'X900001']],
    ['a part of a CRN finds none', 'X9000', []],
  ])('finds by %s', (_, text, expected) => {
    expect(crns(matching(rows, text, people))).toEqual(expected);
  });

  it.each(['O’Néill', 'oneill', "o'neill", 'Zoe', "O'Néill-Smith Zoë", 'Zoë  O', 'Zoe\u0308'])(
    'F-056: finds Zoë O’Néill-Smith by %j',
    (text) => {
      const zoe: Person = { type: 'FullPerson', crn: 'X900009', name: 'Zoë O\u2019Néill-Smith', ...theRest };
      const known = new Map<string, Person>([...people, ['X900009', zoe]]);
      expect(crns(matching([...rows, row('X900009')], text, known))).toContain('X900009');
    },
  );

  it('sorts by name over the whole list, hidden names first', () => {
    expect(crns(sorted(rows, { field: 'name', direction: 'asc' }, people))).toEqual(['X900003', 'X900001', 'X900002']);
  });

  it('sorts equal days by name', () => {
    expect(crns(sorted(rows, { field: 'endDate', direction: 'desc' }, people))).toEqual([
      'X900003',
      'X900001',
      'X900002',
    ]);
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

describe('pages', () => {
  const twelve = Array.from({ length: 12 }, (_, at) => at);
  it('have ten rows and say how many there are', () => {
    expect(pageOf(twelve, 2)).toEqual({
      rows: [10, 11],
      headers: {
        'X-Pagination-CurrentPage': '2',
        'X-Pagination-TotalPages': '2',
        'X-Pagination-TotalResults': '12',
        'X-Pagination-PageSize': '10',
      },
    });
  });

  it('are not made when none is asked for', () => {
    expect(pageOf(twelve, undefined)).toEqual({ rows: twelve, headers: {} });
  });
});
