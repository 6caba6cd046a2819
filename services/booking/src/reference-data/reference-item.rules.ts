import { conflict, invalid, type AppError, type InvalidParam } from '@throughcare/base/errors';
import { fold } from '@throughcare/base/folding';
import type { ListName, ReferenceItem } from '@throughcare/reference/items';

/** What is known of a list, and of the regions that its items may belong to. */
export interface Known {
  readonly list: ListName;
  readonly items: readonly ReferenceItem[];
  readonly regionIds: readonly string[];
}

const CODE = /^[A-Z0-9]{2,10}$/;

export const refused = (invalidParams: readonly InvalidParam[], detail?: string): AppError =>
  invalid('INVALID_FIELD', { invalidParams: [...invalidParams], ...(detail !== undefined && { detail }) });

/** Codes as nDelius writes them, each once. */
export const codeProblems = (codes: readonly string[], property = '$.deliusCodes'): InvalidParam[] =>
  codes.flatMap((code, at) =>
    CODE.test(code) && codes.indexOf(code) === at
      ? []
      : [{ propertyName: `${property}[${at}]`, errorType: CODE.test(code) ? 'notUnique' : 'invalid' }],
  );

/** No code leads to two items, those that are `leaving` aside. */
export const requireFreeCodes = (
  items: readonly ReferenceItem[],
  codes: readonly string[],
  leaving: readonly string[],
) => {
  const others = new Set(items.flatMap(({ id, deliusCodes = [] }) => (leaving.includes(id) ? [] : deliusCodes)));
  const taken = codes.find((code) => others.has(code));
  if (taken !== undefined) throw conflict('DELIUS_CODE_TAKEN', { detail: `${taken} leads to another item` });
};

/** Where somebody chooses between both. */
const areSideBySide = (one: ReferenceItem, other: ReferenceItem): boolean =>
  one.probationRegionId === other.probationRegionId &&
  one.serviceScope === other.serviceScope &&
  (one.parentReasonId ?? null) === (other.parentReasonId ?? null);

/** Of two items in use with one name nobody knows which to choose. What is no longer in use gives its name free. */
export const requireFreeName = (
  items: readonly ReferenceItem[],
  item: ReferenceItem,
  leaving: readonly string[] = [],
) => {
  const isTaken = items.some(
    (other) =>
      other.isActive &&
      other.id !== item.id &&
      !leaving.includes(other.id) &&
      areSideBySide(other, item) &&
      fold(other.name) === fold(item.name),
  );
  if (isTaken) throw conflict('REFERENCE_NAME_TAKEN', { detail: 'Another item that is in use has this name' });
};
