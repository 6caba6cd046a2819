import { conflict, notFound, type AppError, type InvalidParam } from '@throughcare/base/errors';
import type { ListName, ReferenceItem } from '@throughcare/reference/items';
import { codeProblems, refused, requireFreeCodes, requireFreeName, type Known } from './reference-item.rules';

export type ItemUpdate = Partial<Omit<ReferenceItem, 'id' | 'successorIds'>>;

const problemsOf = (update: ItemUpdate, members: readonly string[], regionIds: readonly string[]): InvalidParam[] => {
  const strange = Object.keys(update).filter((name) => !members.includes(name));
  const region = update.probationRegionId;
  const isAstray = region !== undefined && !regionIds.includes(region);
  return [
    ...strange.map((name) => ({ propertyName: `$.${name}`, errorType: 'unknown' })),
    ...(isAstray ? [{ propertyName: '$.probationRegionId', errorType: 'doesNotExist' }] : []),
    ...codeProblems(update.deliusCodes ?? []),
  ];
};

const codesRefused = (errorType: string, detail: string): AppError =>
  refused([{ propertyName: '$.deliusCodes', errorType }], detail);

/** Nobody may be shut out: an item keeps a code, and a region its own one, the first, which its team is named after. */
const requireOwnCode = (list: ListName, own: string | undefined, codes: readonly string[]): void => {
  if (codes.length === 0) throw codesRefused('empty', 'Without a code nobody is led here');
  if (list === 'probation-regions' && own !== undefined && codes[0] !== own)
    throw codesRefused('invalid', `${own} is the region's own code: it stays, and stays first`);
};

/** What was replaced comes back by a replacement the other way round, which gives it its codes again. */
const requireNotReplaced = ({ successorIds = [] }: ReferenceItem): void => {
  if (successorIds.length > 0)
    throw conflict('REFERENCE_ITEM_REPLACED', { detail: 'Others took its place. Replace them by it instead' });
};

/** The item as it will be; undefined when nothing changes. An item keeps every member of its list. */
export const changedItem = ({ list, items, regionIds }: Known, id: string, update: ItemUpdate) => {
  const before = items.find((item) => item.id === id);
  if (!before) throw notFound('REFERENCE_ITEM_NOT_FOUND');
  const problems = problemsOf(update, Object.keys(before), regionIds);
  if (problems.length > 0) throw refused(problems);
  const after: ReferenceItem = { ...before, ...update };
  if (JSON.stringify(after) === JSON.stringify(before)) return undefined;
  if (update.isActive === true || update.deliusCodes) requireNotReplaced(before);
  if (update.deliusCodes) requireOwnCode(list, before.deliusCodes?.[0], update.deliusCodes);
  requireFreeCodes(items, update.deliusCodes ?? [], [id]);
  if (after.isActive && (update.name !== undefined || !before.isActive)) requireFreeName(items, after);
  return after;
};
