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

/** A page number of an address; nonsense is the first. */
export const pageNumber = (text: unknown, total: number): number => {
  const last = Math.max(1, Math.ceil(total / PAGE_SIZE));
  const asked = typeof text === 'string' && /^\d{1,6}$/.test(text) ? Number(text) : 1;
  return Math.min(Math.max(asked, 1), last);
};

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
