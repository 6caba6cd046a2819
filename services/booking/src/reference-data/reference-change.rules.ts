import { conflict, invalid, notFound, type AppError, type InvalidParam } from '@throughcare/base/errors';
import type { Item, ListName, ReferenceItem } from '@throughcare/reference/items';

/** What is known of a list, and of the regions that its items may belong to. */
export interface Known {
  readonly list: ListName;
  readonly items: readonly (Item & { readonly deliusCodes?: readonly string[] })[];
  readonly regionIds: readonly string[];
}
export type ItemUpdate = Partial<Omit<ReferenceItem, 'id'>>;

const problemsOf = (update: ItemUpdate, members: readonly string[], regionIds: readonly string[]): InvalidParam[] => {
  const strange = Object.keys(update).filter((name) => !members.includes(name));
  const region = update.probationRegionId;
  const isAstray = region !== undefined && !regionIds.includes(region);
  return [
    ...strange.map((name) => ({ propertyName: `$.${name}`, errorType: 'unknown' })),
    ...(isAstray ? [{ propertyName: '$.probationRegionId', errorType: 'doesNotExist' }] : []),
  ];
};

const codesRefused = (errorType: string, detail: string): AppError =>
  invalid('INVALID_FIELD', { invalidParams: [{ propertyName: '$.deliusCodes', errorType }], detail });

/** Nobody may be shut out: an item keeps a code, and a region its own one, the first, which its team is named after. */
const requireOwnCode = (list: ListName, own: string | undefined, codes: readonly string[]): void => {
  if (codes.length === 0) throw codesRefused('empty', 'Without a code nobody is led here');
  if (list === 'probation-regions' && own !== undefined && codes[0] !== own)
    throw codesRefused('invalid', `${own} is the region's own code: it stays, and stays first`);
};

/** The item as it will be; undefined when nothing changes. An item keeps every member of its list; ids are never made here. */
export const changedItem = (known: Known, id: string, update: ItemUpdate): ReferenceItem | undefined => {
  const before = known.items.find((item) => item.id === id);
  if (!before) throw notFound('REFERENCE_ITEM_NOT_FOUND');
  const problems = problemsOf(update, Object.keys(before), known.regionIds);
  if (problems.length > 0) throw invalid('INVALID_FIELD', { invalidParams: problems });
  if (update.deliusCodes) requireOwnCode(known.list, before.deliusCodes?.[0], update.deliusCodes);
  const others = new Set(known.items.flatMap((item) => (item.id === id ? [] : (item.deliusCodes ?? []))));
  const taken = update.deliusCodes?.find((code) => others.has(code));
  if (taken !== undefined) throw conflict('DELIUS_CODE_TAKEN', { detail: `${taken} leads to another item` });
  const after = { ...before, ...update };
  return JSON.stringify(after) === JSON.stringify(before) ? undefined : after;
};
