import { byFold } from '@throughcare/base/folding';
import { lists } from '@throughcare/reference/lists';
import { deliveryUnitOf, regionOf } from '@throughcare/reference/regions';

/** Reasons for a rejection; inactive ones stay readable on what was rejected with them. */
export const reasonOf = (id: string) => lists.find('referral-rejection-reasons', id);

/** Names are only shown; ids are what counts. */
export const pduName = (id: string | null): string | null => deliveryUnitOf(id)?.name ?? null;
export const regionName = (id: string): string => regionOf(id)?.name ?? '';

/** Ids of all PDUs in the order of their names: what a list sorted by PDU is sorted by. */
export const pduIdsByName = (): string[] =>
  lists
    .all('probation-delivery-units')
    .sort((one, other) => byFold(one.name, other.name))
    .map(({ id }) => id);
