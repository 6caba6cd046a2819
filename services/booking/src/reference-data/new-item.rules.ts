import { conflict, type InvalidParam } from '@throughcare/base/errors';
import type { ListName, ReferenceItem } from '@throughcare/reference/items';
import { SERVICE } from './reference-data';
import { codeProblems, refused, requireFreeCodes, requireFreeName, type Known } from './reference-item.rules';

export type NewItem = Pick<ReferenceItem, 'name'> &
  Partial<Omit<ReferenceItem, 'id' | 'name' | 'isActive' | 'successorIds' | 'serviceScope'>>;
type Member = Exclude<keyof NewItem, 'name'>;

/** Members that a new item has to have. */
const REQUIRED: Readonly<Partial<Record<ListName, readonly Member[]>>> = {
  'probation-regions': ['deliusCodes'],
  'probation-delivery-units': ['deliusCodes', 'probationRegionId'],
  'local-authority-areas': ['identifier'],
  'premises-characteristics': ['description'],
  'bedspace-characteristics': ['description'],
};

/** Members that it may have, and what they are otherwise. A new reason is of this service. */
const OTHERWISE: Readonly<Partial<Record<ListName, Partial<ReferenceItem>>>> = {
  'probation-regions': { hptEmail: null },
  'departure-reasons': { serviceScope: SERVICE, parentReasonId: null },
  'move-on-categories': { serviceScope: SERVICE },
  'cancellation-reasons': { serviceScope: SERVICE },
};

const isGiven = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);

const problemsOf = ({ list, items, regionIds }: Known, given: NewItem): InvalidParam[] => {
  const required = REQUIRED[list] ?? [];
  const known: readonly string[] = ['name', ...required, ...Object.keys(OTHERWISE[list] ?? {})];
  const named = (names: readonly string[], errorType: string) =>
    names.map((name) => ({ propertyName: `$.${name}`, errorType }));
  const { probationRegionId: region, parentReasonId: parent } = given;
  const astray = [
    ...(region !== undefined && !regionIds.includes(region.toLowerCase()) ? ['probationRegionId'] : []),
    ...(parent != null && !items.some(({ id }) => id === parent.toLowerCase()) ? ['parentReasonId'] : []),
  ];
  const strange = Object.keys(given).filter((name) => !known.includes(name));
  return [
    ...named(strange, 'unknown'),
    ...named(
      required.filter((name) => !isGiven(given[name])),
      'empty',
    ),
    ...named(
      astray.filter((name) => !strange.includes(name)),
      'doesNotExist',
    ),
    ...codeProblems(given.deliusCodes ?? []),
  ];
};

const inLowerCase = ({ probationRegionId: region, parentReasonId: parent, ...given }: NewItem): NewItem => ({
  ...given,
  ...(region !== undefined && { probationRegionId: region.toLowerCase() }),
  ...(parent !== undefined && { parentReasonId: parent?.toLowerCase() ?? null }),
});

/** An item that there was not: with every member of its list, and with a name, codes and an identifier that no other has. */
export const newItem = (known: Known, id: string, given: NewItem): ReferenceItem => {
  const { list, items } = known;
  const problems = problemsOf(known, given);
  if (problems.length > 0) throw refused(problems);
  const item: ReferenceItem = { ...OTHERWISE[list], ...inLowerCase(given), id, isActive: true };
  requireFreeName(items, item);
  requireFreeCodes(items, item.deliusCodes ?? [], []);
  if (item.identifier !== undefined && items.some(({ identifier }) => identifier === item.identifier))
    throw conflict('REFERENCE_IDENTIFIER_TAKEN', { detail: `${item.identifier} is another item` });
  return item;
};
