/** Which rows of a list are asked for. Pages count from 1; one that does not exist is empty. */
export interface PageAsked {
  readonly number: number;
  readonly size: number;
}

/** The four headers from which clients draw their pager. */
export const pageHeaders = (page: PageAsked, total: number): Readonly<Record<string, string>> => ({
  'X-Pagination-CurrentPage': String(page.number),
  'X-Pagination-TotalPages': String(Math.ceil(total / page.size)),
  'X-Pagination-TotalResults': String(total),
  'X-Pagination-PageSize': String(page.size),
});
