import { byFold } from '@throughcare/platform/folding';
import pdus from './probation-delivery-units.json';
import regions from './probation-regions.json';
import reasons from './referral-rejection-reasons.json';

/** Copies of lists that booking owns and serves. Ids are what counts; names are only shown. */
const byId = <T extends { id: string }>(list: readonly T[]) => new Map(list.map((entry) => [entry.id, entry]));

const pduById = byId(pdus);
const regionById = byId(regions);

/** Reasons for a rejection; inactive ones stay readable on what was rejected with them. */
export const rejectionReasons: ReadonlyMap<
  string,
  { readonly id: string; readonly name: string; readonly isActive: boolean }
> = byId(reasons);

export const pduName = (id: string | null): string | null => (id === null ? null : (pduById.get(id)?.name ?? null));
export const regionName = (id: string): string => regionById.get(id)?.name ?? '';

/** Ids of all PDUs in the order of their names: what a list sorted by PDU is sorted by. */
export const pduIdsByName: readonly string[] = [...pdus]
  .sort((one, other) => byFold(one.name, other.name))
  .map(({ id }) => id);
