import { pageHeaders } from './paged';

describe('the page headers', () => {
  it.each([
    [0, '0'],
    [1, '1'],
    [10, '1'],
    [11, '2'],
  ])('count %d rows as %s pages of ten', (total, pages) => {
    expect(pageHeaders({ number: 1, size: 10 }, total)).toEqual({
      'X-Pagination-CurrentPage': '1',
      'X-Pagination-TotalPages': pages,
      'X-Pagination-TotalResults': String(total),
      'X-Pagination-PageSize': '10',
    });
  });
});
