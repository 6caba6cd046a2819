import { readListQuery } from './list-query.rules';

describe('the query of the assessment list', () => {
  it('is every row by the day a place is needed, when nothing is asked', () => {
    expect(readListQuery({})).toEqual({ sortBy: 'arrivalDate', sortDirection: 'asc', filters: {} });
  });

  it('takes what existing clients send', () => {
    expect(
      readListQuery({
        statuses: ['closed', 'rejected'],
        sortBy: 'arrivedAt',
        sortDirection: 'desc',
        page: 2,
        perPage: 100,
        crnOrName: '',
      }),
    ).toEqual({
      statuses: ['closed', 'rejected'],
      sortBy: 'arrivalDate',
      sortDirection: 'desc',
      page: { number: 2, size: 100 },
      filters: {},
    });
  });

  it.each([
    [{ statuses: ['in_review'] }, ['in_review']],
    [{ statuses: ['in_review,unallocated'] }, ['unallocated', 'in_review']],
    [{ statuses: ['nonsense', 'closed'] }, ['closed']],
    [{ statuses: ['nonsense'] }, undefined],
    [{ statuses: ['completed'] }, []],
  ])('reads the statuses %j as %j', (raw, statuses) => {
    expect(readListQuery(raw).statuses).toEqual(statuses);
  });

  it.each([
    ['x371199', { crn: 'X371199' }],
    [' X371199 ', { crn: 'X371199' }],
    ['o’neill', { name: 'o’neill' }],
    ['X37119', { name: 'X37119' }],
  ])('searches %s as %j', (crnOrName, expected) => {
    expect(readListQuery({ crnOrName })).toMatchObject(expected);
  });

  it.each(['name', 'crn', 'status', 'createdAt', 'probationDeliveryUnitName', 'dueAt', 'releaseDate', 'allocatedTo'])(
    'sorts by %s',
    (sortBy) => {
      expect(readListQuery({ sortBy }).sortBy).toBe(sortBy);
    },
  );

  it('keeps every other parameter as a filter', () => {
    const filters = { mine: true, requiredFrom: '2027-03-01', sources: ['homelessFromCustody'] };
    expect(readListQuery({ ...filters, page: 1, crnOrName: 'x' }).filters).toEqual(filters);
  });

  it('gives ten to a page', () => {
    expect(readListQuery({ page: 1 }).page).toEqual({ number: 1, size: 10 });
  });
});
