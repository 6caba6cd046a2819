// A bedspace for this run: the journey has a property of its own, so that nobody else's data are touched.
import { addDays, londonDate } from '@throughcare/base/calendar';
import type { Api } from '../api';
import type { Reference } from '../flow/reference';
import type { Place } from '../flow/placement';
import { type Beds, ensureEstate } from '../region/ensure-estate';
import type { PlannedPremises } from '../region/estate';

export const NIGHTS = 14;

const house: PlannedPremises = {
  assessor: 'CAST_02',
  region: 'London',
  unit: 'Croydon',
  reference: 'Journey House',
  addressLine1: '99 Journey Street',
  town: 'London',
  postcode: 'CR0 9ZZ',
  turnaroundWorkingDays: 1,
  premisesCharacteristics: [],
  bedspaces: [{ reference: 'Room 1', characteristics: [] }],
};

interface Found {
  readonly premises: { readonly id: string; readonly name: string };
  readonly bedspace: { readonly id: string };
}

/** A room of the journey's house that is free from today; a new room when earlier runs still hold all of them. */
export const freePlace = async (api: Api, reference: Reference): Promise<Place> => {
  const { assessor } = house;
  const beds: Beds = new Map();
  await ensureEstate(api, [house], reference, beds);
  const today = londonDate(new Date());
  const { results } = await api.post<{ results: Found[] }>(assessor, '/cas3/v2/bedspaces/search', {
    startDate: today,
    durationDays: NIGHTS + 1,
    probationDeliveryUnits: [reference.unit(house.unit)],
  });
  const free = results.find(({ premises }) => premises.name === house.reference);
  if (free) return { premisesId: free.premises.id, bedspaceId: free.bedspace.id };
  const premisesId = [...beds.values()][0]?.premisesId ?? '';
  const path = `/cas3/v2/premises/${premisesId}/bedspaces`;
  const { bedspaces } = await api.get<{ bedspaces: unknown[] }>(assessor, path);
  const body = { reference: `Room ${bedspaces.length + 1}`, startDate: today, characteristicIds: [] };
  const { id } = await api.post<{ id: string }>(assessor, path, body);
  return { premisesId, bedspaceId: id };
};

export const journeyUnit = house.unit;
export const journeyHouse = house.reference;
export const stayDates = () => {
  const arrivalDate = londonDate(new Date());
  return { arrivalDate, departureDate: addDays(arrivalDate, NIGHTS) };
};
