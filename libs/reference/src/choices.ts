import type { Item } from './items';
import { lists } from './lists';
import { unitsNow } from './regions';

/** An item as a form offers it. */
export interface Choice {
  readonly value: string;
  readonly text: string;
  /** Of what is no longer in use: what to do instead. It is shown where it was chosen, and not offered. */
  readonly retired?: string;
}

const toChoice = ({ id, name, isActive }: Item, instead: string): Choice => ({
  value: id,
  text: name,
  ...(!isActive && { retired: instead }),
});

const insteadOf = (unitId: string): string => {
  const names = unitsNow(unitId).flatMap(({ name, isActive }) => (isActive ? [name] : []));
  return `Select ${names.length === 0 ? 'another PDU' : names.join(' or ')}`;
};

/** The delivery units of a region. */
export const unitChoices = (regionId: unknown): Choice[] =>
  lists
    .all('probation-delivery-units')
    .filter((unit) => typeof regionId === 'string' && unit.probationRegionId === regionId.toLowerCase())
    .map((unit) => toChoice(unit, insteadOf(unit.id)));

/** Regions that place people: one without a homelessness prevention team places nobody. */
export const regionChoices = (): Choice[] =>
  lists
    .all('probation-regions')
    .filter(({ hptEmail }) => hptEmail !== null)
    .map((region) => toChoice(region, 'Select another region'));

/** Local authorities, kept by name as existing clients do. */
export const localAuthorityChoices = (): Choice[] =>
  lists
    .all('local-authority-areas')
    .map((area) => ({ ...toChoice(area, 'Select another local authority'), value: area.name }));
