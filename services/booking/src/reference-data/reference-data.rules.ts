import type { Characteristic, Scoped } from '@throughcare/reference/items';
import { byFold } from '@throughcare/base/folding';
import { SERVICE } from './reference-data';

export const byName = <T extends { readonly name: string }>(rows: readonly T[]): T[] =>
  rows.toSorted((a, b) => byFold(a.name, b.name));

export const active = <T extends { readonly isActive: boolean }>(rows: readonly T[]): T[] =>
  rows.filter((row) => row.isActive);

/** What a form offers; with the inactive ones also those of other services that old records point to. */
export const offered = <T extends Scoped>(rows: readonly T[], includeInactive: boolean): T[] =>
  includeInactive ? [...rows] : rows.filter((row) => row.isActive && row.serviceScope === SERVICE);

/** Ids as they are stored: lower case, each once. */
export const distinctIds = (ids: readonly string[]): string[] => [...new Set(ids.map((id) => id.toLowerCase()))];

/** A characteristic may be chosen while it is active, and kept where it was chosen before. */
export const unknownCharacteristics = (
  chosen: readonly string[],
  rows: readonly Characteristic[],
  kept: readonly string[] = [],
): string[] => {
  const allowed = new Set([...active(rows).map((row) => row.id), ...kept]);
  return chosen.filter((id) => !allowed.has(id.toLowerCase()));
};
