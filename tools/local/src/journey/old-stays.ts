// What an earlier run that was interrupted left behind: nobody is in two places, so its stay has to end before the next begins.
import type { Api } from '../api';
import { type Stay, cancel, depart } from '../flow/placement';
import { readReference } from '../flow/reference';
import { journeyHouse, stayDates } from './free-place';

const RUNNING = ['provisional', 'confirmed', 'arrived'];

interface Found {
  readonly booking: { readonly id: string; readonly status: string };
  readonly premises: { readonly id: string; readonly name: string };
  readonly bedspace: { readonly id: string };
}

const runningStays = async (api: Api, assessor: string, crn: string): Promise<Found[]> => {
  const found: Found[] = [];
  for (const status of RUNNING) {
    const path = `/cas3/v2/bookings/search?status=${status}&crnOrName=${crn}`;
    found.push(...(await api.get<{ results: Found[] }>(assessor, path)).results);
  }
  return found.filter(({ premises }) => premises.name === journeyHouse);
};

/** Ends this person's stays in the journey's own house; the contacts by which nDelius learns of it. A stay elsewhere is another user's. */
export const endOldStays = async (api: Api, assessor: string, crn: string): Promise<string[]> => {
  const old = await runningStays(api, assessor, crn);
  if (old.length === 0) return [];
  const reference = await readReference(api, assessor);
  const day = stayDates().arrivalDate;
  for (const { booking, premises, bedspace } of old) {
    const stay: Stay = { premisesId: premises.id, bedspaceId: bedspace.id, bookingId: booking.id };
    await (booking.status === 'arrived'
      ? depart(api, assessor, stay, {
          day,
          reasonId: reference.departureReason('Planned Move on'),
          moveOnCategoryId: reference.moveOnCategory('Rental accommodation - social rental'),
        })
      : cancel(api, assessor, stay, {
          day,
          reasonId: reference.cancellationReason('Recording Error (e.g. a data entry error)'),
        }));
  }
  const nameOf = (status: string) => (status === 'arrived' ? 'person-departed' : 'booking-cancelled');
  return old.map(({ booking: { id, status } }) => `urn:hmpps:cas3:${nameOf(status)}:${id}`);
};
