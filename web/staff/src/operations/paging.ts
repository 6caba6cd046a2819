import type { Query } from '@throughcare/web/pages';

export const PAGE_SIZE = 50;

interface Item {
  readonly number: number;
  readonly href: string;
  readonly current: boolean;
}

export interface Paging {
  readonly items: readonly Item[];
  readonly previous?: { readonly href: string };
  readonly next?: { readonly href: string };
}

export const PAGED: Query = { page: /^[1-9]\d{0,5}$/ };

/** A page number of an address, the first where there is none; past the end it is the last, as lists get shorter. */
export const pageNumber = (text: unknown, total: number): number =>
  Math.min(Number(text ?? 1), Math.max(1, Math.ceil(total / PAGE_SIZE)));

/** Links as GOV.UK's pagination takes them; undefined when everything is on one page. */
export const pagingOf = (page: number, total: number, hrefOf: (page: number) => string): Paging | undefined => {
  const last = Math.ceil(total / PAGE_SIZE);
  if (last <= 1) return undefined;
  const near = Array.from({ length: last }, (_, i) => i + 1).filter(
    (n) => Math.abs(n - page) <= 3 || n === 1 || n === last,
  );
  return {
    items: near.map((number) => ({ number, href: hrefOf(number), current: number === page })),
    ...(page > 1 && { previous: { href: hrefOf(page - 1) } }),
    ...(page < last && { next: { href: hrefOf(page + 1) } }),
  };
};
