// How an assessor places someone: book, confirm, and record what happened at the door.
import { type Api } from '../api';

export interface Place {
  readonly premisesId: string;
  readonly bedspaceId: string;
}

export interface Stay extends Place {
  readonly bookingId: string;
}

export interface BookingRequest extends Place {
  readonly crn: string;
  readonly assessmentId: string;
  /** London days. */
  readonly arrivalDate: string;
  readonly departureDate: string;
}

const pathOf = ({ premisesId, bookingId }: Stay) => `/cas3/v2/premises/${premisesId}/bookings/${bookingId}`;

export const book = async (api: Api, assessor: string, request: BookingRequest): Promise<Stay> => {
  const { premisesId, bedspaceId, ...rest } = request;
  const body = { serviceName: 'temporary-accommodation', enableTurnarounds: true, bedspaceId, ...rest };
  const { id } = await api.post<{ id: string }>(assessor, `/cas3/v2/premises/${premisesId}/bookings`, body);
  return { premisesId, bedspaceId, bookingId: id };
};

export const bookingStatus = async (api: Api, assessor: string, stay: Stay): Promise<string> =>
  (await api.get<{ status: string }>(assessor, pathOf(stay))).status;

/** The booking that was made for an assessment, if there is one: what a caller asks whose request had no answer. */
export const bookingFor = async (
  api: Api,
  assessor: string,
  { premisesId, bedspaceId }: Place,
  assessmentId: string,
): Promise<Stay | undefined> => {
  const path = `/cas3/v2/premises/${premisesId}/bookings`;
  const bookings = await api.get<{ id: string; status: string; assessmentId: string | null }[]>(assessor, path);
  const found = bookings.find((one) => one.assessmentId === assessmentId && one.status !== 'cancelled');
  return found && { premisesId, bedspaceId, bookingId: found.id };
};

export const confirm = (api: Api, assessor: string, stay: Stay) =>
  api.post(assessor, `${pathOf(stay)}/confirmations`, { notes: '' });

export const arrive = (api: Api, assessor: string, stay: Stay, arrivalDate: string, expectedDepartureDate: string) =>
  api.post(assessor, `${pathOf(stay)}/arrivals`, { type: 'CAS3', arrivalDate, expectedDepartureDate, notes: '' });

export interface Cancellation {
  /** London day. */
  readonly day: string;
  readonly reasonId: string;
}

export const cancel = (api: Api, assessor: string, stay: Stay, { day, reasonId }: Cancellation) =>
  api.post(assessor, `${pathOf(stay)}/cancellations`, { date: day, reason: reasonId, notes: '' });

export interface Departure {
  /** London day. */
  readonly day: string;
  readonly reasonId: string;
  readonly moveOnCategoryId: string;
}

export const depart = (api: Api, assessor: string, stay: Stay, { day, reasonId, moveOnCategoryId }: Departure) =>
  api.post(assessor, `${pathOf(stay)}/departures`, {
    dateTime: `${day}T00:00:00.000Z`,
    reasonId,
    moveOnCategoryId,
    notes: '',
  });
