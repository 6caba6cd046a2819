// Premises and bedspaces through the real API; what is there already is left as it is.
import { londonDate } from '@throughcare/base/calendar';
import type { Api } from '../api';
import type { Reference } from '../flow/reference';
import type { PlannedPremises } from './estate';

export interface Bed {
  readonly premisesId: string;
  readonly bedspaceId: string;
}
/** Bedspaces by `reference of the premises/reference of the bedspace`. */
export type Beds = Map<string, Bed>;

interface Listed {
  readonly id: string;
  readonly reference: string;
}

const premisesOf = async (api: Api, assessor: string): Promise<Listed[]> => {
  const { results } = await api.get<{ results: Listed[] | null }>(
    assessor,
    '/cas3/v2/premises/search?premisesStatus=online',
  );
  return results ?? [];
};

const createPremises = (api: Api, planned: PlannedPremises, reference: Reference) => {
  const { region, unit, bedspaces: _, assessor, premisesCharacteristics, ...rest } = planned;
  return api.post<{ id: string }>(assessor, '/cas3/v2/premises', {
    ...rest,
    probationRegionId: reference.region(region),
    probationDeliveryUnitId: reference.unit(unit),
    characteristicIds: premisesCharacteristics.map(reference.premisesCharacteristic),
    notes: 'Synthetic',
  });
};

/** Creates what is missing of one property and tells where its bedspaces are. */
const ensurePremises = async (
  api: Api,
  planned: PlannedPremises,
  there: readonly Listed[],
  reference: Reference,
  beds: Beds,
) => {
  const { assessor } = planned;
  const known = there.find((premises) => premises.reference === planned.reference);
  const { id: premisesId } = known ?? (await createPremises(api, planned, reference));
  const path = `/cas3/v2/premises/${premisesId}/bedspaces`;
  const { bedspaces } = known ? await api.get<{ bedspaces: Listed[] }>(assessor, path) : { bedspaces: [] };
  let added = known ? 0 : 1;
  for (const room of planned.bedspaces) {
    const there = bedspaces.find(({ reference: name }) => name === room.reference);
    const characteristicIds = room.characteristics.map(reference.bedspaceCharacteristic);
    const body = { reference: room.reference, startDate: londonDate(new Date()), characteristicIds };
    const { id } = there ?? (await api.post<Listed>(assessor, path, body));
    added += there ? 0 : 1;
    beds.set(`${planned.reference}/${room.reference}`, { premisesId, bedspaceId: id });
  }
  return added;
};

/** Answers how many things were added; fills `beds`. */
export const ensureEstate = async (
  api: Api,
  estate: readonly PlannedPremises[],
  reference: Reference,
  beds: Beds,
): Promise<number> => {
  let added = 0;
  for (const assessor of new Set(estate.map((planned) => planned.assessor))) {
    const there = await premisesOf(api, assessor);
    for (const planned of estate.filter((one) => one.assessor === assessor)) {
      added += await ensurePremises(api, planned, there, reference, beds);
    }
  }
  return added;
};
