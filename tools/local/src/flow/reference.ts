// Reference lists by name, as a front end shows them.
import type { Api } from '../api';

interface Named {
  readonly id: string;
  readonly name: string;
}

const idOf = (list: readonly Named[], name: string) => {
  const found = list.find((entry) => entry.name === name);
  if (!found) throw new Error(`No reference value is called ${name}`);
  return found.id;
};

/** Lists that forms need, fetched once for a user. */
export const readReference = async (api: Api, user: string) => {
  const get = (path: string) => api.get<Named[]>(user, path);
  const [regions, units, premises, bedspaces, rejections, cancellations, departures, moveOns] = await Promise.all([
    get('/reference-data/probation-regions'),
    get('/reference-data/probation-delivery-units'),
    get('/cas3/reference-data?type=PREMISES_CHARACTERISTICS'),
    get('/cas3/reference-data?type=BEDSPACE_CHARACTERISTICS'),
    get('/reference-data/referral-rejection-reasons'),
    get('/reference-data/cancellation-reasons'),
    get('/reference-data/departure-reasons'),
    get('/reference-data/move-on-categories'),
  ]);
  return {
    region: (name: string) => idOf(regions, name),
    unit: (name: string) => idOf(units, name),
    premisesCharacteristic: (name: string) => idOf(premises, name),
    bedspaceCharacteristic: (name: string) => idOf(bedspaces, name),
    rejectionReason: (name: string) => idOf(rejections, name),
    cancellationReason: (name: string) => idOf(cancellations, name),
    departureReason: (name: string) => idOf(departures, name),
    moveOnCategory: (name: string) => idOf(moveOns, name),
  };
};
export type Reference = Awaited<ReturnType<typeof readReference>>;
