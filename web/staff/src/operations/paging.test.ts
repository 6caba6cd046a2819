import { pageNumber, pagingOf } from './paging';

describe('pages of a list', () => {
  it.each([
    ['2', 120, 2],
    ['9', 120, 3],
    ['3', 120, 3],
    [undefined, 0, 1],
  ])('page %p of %p things is %p', (text, total, page) => expect(pageNumber(text, total)).toBe(page));

  it('are not offered where there is one', () => expect(pagingOf(1, 50, String)).toBeUndefined());

  it('lead to the neighbours and to both ends', () => {
    const paging = pagingOf(10, 1_000, (page) => `?page=${page}`);
    expect(paging?.items.map(({ number }) => number)).toEqual([1, 7, 8, 9, 10, 11, 12, 13, 20]);
    expect([paging?.previous?.href, paging?.next?.href]).toEqual(['?page=9', '?page=11']);
  });
});
