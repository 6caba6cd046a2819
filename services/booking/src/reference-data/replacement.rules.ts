import { conflict, type InvalidParam } from '@throughcare/base/errors';
import type { DeliveryUnit } from '@throughcare/reference/items';
import { codeProblems, refused, requireFreeCodes, requireFreeName } from './reference-item.rules';

/** A unit that there is already (`id`), or a new one (`name`). */
export interface Successor {
  readonly id?: string;
  readonly name?: string;
  /** Codes that lead to it from now on. Of one successor alone: all that led to those it replaces, besides these. */
  readonly deliusCodes?: readonly string[];
}
export interface Replacement {
  readonly from: readonly string[];
  readonly to: readonly Successor[];
}

const MOST = 10;

const counted = (rows: readonly unknown[], property: string): InvalidParam[] => [
  ...(rows.length === 0 ? [{ propertyName: property, errorType: 'empty' }] : []),
  ...(rows.length > MOST ? [{ propertyName: property, errorType: 'tooMany' }] : []),
];

const problemsOf = (units: ReadonlyMap<string, DeliveryUnit>, { from, to }: Replacement): InvalidParam[] => {
  const regionId = units.get(from[0] ?? '')?.probationRegionId;
  const ofUnit = (id: string, isTwice: boolean): string | undefined => {
    const unit = units.get(id);
    if (!unit) return 'doesNotExist';
    if (isTwice) return 'notUnique';
    return unit.probationRegionId === regionId ? undefined : 'otherRegion';
  };
  const said = (propertyName: string, errorType: string | undefined) =>
    errorType ? [{ propertyName, errorType }] : [];
  const toIds = to.map(({ id }) => id);
  return [
    ...counted(from, '$.from'),
    ...counted(to, '$.to'),
    ...from.flatMap((id, at) => said(`$.from[${at}]`, ofUnit(id, from.indexOf(id) !== at))),
    ...to.flatMap(({ id, name, deliusCodes = [] }, at) => [
      ...(id === undefined
        ? said(`$.to[${at}].name`, name === undefined ? 'empty' : undefined)
        : said(`$.to[${at}].id`, ofUnit(id, from.includes(id) || toIds.indexOf(id) !== at))),
      ...(id !== undefined && name !== undefined ? said(`$.to[${at}].name`, 'unknown') : []),
      ...codeProblems(deliusCodes, `$.to[${at}].deliusCodes`),
    ]),
  ];
};

/** Every code goes on leading somewhere, and to one unit only, or whoever has it would be without a unit. */
const requireEveryCode = (left: readonly string[], given: readonly string[]): void => {
  const lost = left.filter((code) => !given.includes(code));
  const twice = given.filter((code, at) => given.indexOf(code) !== at);
  const problem = (errorType: string, detail: string) => refused([{ propertyName: '$.to', errorType }], detail);
  if (lost.length > 0) throw problem('codesMissing', `Say which unit these codes lead to: ${lost.join(', ')}`);
  if (twice.length > 0) throw problem('notUnique', `These codes would lead to two units: ${twice.join(', ')}`);
};

/**
 * Units after a merge, a split or a new name: first what is in use from now on, with the codes of what it replaces; then what is no longer
 * in use, with the ids of what took its place. In this order nobody who hears of one after the other is led in a circle.
 */
export const replaced = (all: readonly DeliveryUnit[], asked: Replacement, newId: () => string): DeliveryUnit[] => {
  const units = new Map(all.map((unit) => [unit.id, unit]));
  const problems = problemsOf(units, asked);
  if (problems.length > 0) throw refused(problems);
  const leaving = asked.from.flatMap((id) => units.get(id) ?? []);
  if (leaving.some(({ successorIds = [] }) => successorIds.length > 0))
    throw conflict('REFERENCE_ITEM_REPLACED', { detail: 'Others have taken the place of one of these already' });
  const left = leaving.flatMap(({ deliusCodes }) => deliusCodes);
  const successors = asked.to.map(({ id, name = '', deliusCodes: own = [] }): DeliveryUnit => {
    const added = asked.to.length === 1 ? [...left, ...own] : own;
    const before = units.get(id ?? '') ?? {
      id: newId(),
      name,
      deliusCodes: [],
      probationRegionId: leaving[0]?.probationRegionId ?? '',
    };
    return {
      ...before,
      isActive: true,
      deliusCodes: [...new Set([...before.deliusCodes, ...added])],
      successorIds: [],
    };
  });
  requireEveryCode(
    left,
    successors.flatMap(({ deliusCodes }) => deliusCodes),
  );
  const ids = successors.map(({ id }) => id);
  for (const unit of successors) {
    if (unit.deliusCodes.length === 0)
      throw refused([{ propertyName: '$.to', errorType: 'codesMissing' }], 'Without a code nobody is led here');
    requireFreeCodes(all, unit.deliusCodes, [...asked.from, unit.id]);
    requireFreeName([...all, ...successors], unit, asked.from);
  }
  return [...successors, ...leaving.map((unit) => ({ ...unit, isActive: false, deliusCodes: [], successorIds: ids }))];
};
