import { byFold } from '@throughcare/base/folding';
import { deliveryUnitOf, deliveryUnits, regionOf } from '@throughcare/reference/regions';
import { rejectionReasons as reasons, type RejectionReason } from '@throughcare/reference/rejection-reasons';

/** Reasons for a rejection; inactive ones stay readable on what was rejected with them. */
export const rejectionReasons: ReadonlyMap<string, RejectionReason> = new Map(
  reasons.map((reason) => [reason.id, reason]),
);

/** Names are only shown; ids are what counts. */
export const pduName = (id: string | null): string | null => deliveryUnitOf(id)?.name ?? null;
export const regionName = (id: string): string => regionOf(id)?.name ?? '';

/** Ids of all PDUs in the order of their names: what a list sorted by PDU is sorted by. */
export const pduIdsByName: readonly string[] = deliveryUnits
  .toSorted((one, other) => byFold(one.name, other.name))
  .map(({ id }) => id);
