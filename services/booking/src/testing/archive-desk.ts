import { lists } from '@throughcare/reference/lists';
import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBedspaceBody, aBookingBody, aPremisesBody } from './booking-app';

export interface Reply {
  readonly id: string;
  readonly status: string;
  readonly startDate: string;
  readonly endDate: string | null;
  readonly scheduleUnarchiveDate: string | null;
  readonly archiveHistory: { status: string; date: string }[];
  readonly detail: string;
  readonly items: { entityId: string; entityReference: string; date: string }[];
  readonly 'invalid-params'?: { propertyName: string; errorType: string; entityId?: string; value?: string }[];
}

const DEEP_CLEAN = lists.all('void-bedspace-reasons').find(({ name }) => name === 'Deep clean')?.id;

export let booking: BookingApp;
export let assessor: TestRequest;
/** An assessor and an empty estate for the tests of one file, each on 1 March 2027. */
export const startDesk = (): void => {
  beforeAll(async () => {
    booking = await BookingApp.start('2027-03-01T12:00:00Z');
    assessor = await booking.staff();
  });
  beforeEach(() => {
    jest.setSystemTime(new Date('2027-03-01T12:00:00Z'));
  });
  afterAll(() => booking?.close());
};

/** A property with rooms that have been open since June. */
export class House {
  private constructor(
    readonly path: string,
    readonly rooms: Readonly<Record<string, string>>,
  ) {}

  static async open(...references: string[]): Promise<House> {
    const { body } = await assessor.post<Reply>('/cas3/v2/premises', aPremisesBody({ turnaroundWorkingDays: 0 }));
    const path = `/cas3/v2/premises/${body.id}`;
    const rooms: Record<string, string> = {};
    for (const reference of references.length > 0 ? references : ['Room A'])
      rooms[reference] = (await assessor.post<Reply>(`${path}/bedspaces`, aBedspaceBody({ reference }))).body.id;
    await booking.open({ premisesId: body.id }, '2026-06-01');
    return new House(path, rooms);
  }

  id(room = 'Room A'): string {
    return this.rooms[room] ?? '';
  }
  room(room = 'Room A'): string {
    return `${this.path}/bedspaces/${this.id(room)}`;
  }
  async book(room: string, arrivalDate: string, departureDate: string, over: object = {}) {
    const body = aBookingBody({ premisesId: '', bedspaceId: this.id(room) }, { arrivalDate, departureDate });
    const sent = { ...body, crn: booking.someone(), enableTurnarounds: false, ...over };
    return assessor.post<Reply>(`${this.path}/bookings`, sent);
  }
  async void(room: string, startDate: string, endDate: string) {
    const body = { startDate, endDate, reasonId: DEEP_CLEAN, costCentre: 'HMPPS' };
    return `${this.room(room)}/void-bedspaces/${(await assessor.post<Reply>(`${this.room(room)}/void-bedspaces`, body)).body.id}`;
  }
  async shown(room?: string) {
    return (await assessor.get<Reply>(room === undefined ? this.path : this.room(room))).body;
  }
  /** Status and end of the property and of each room, as clients see them. */
  async state() {
    const { status, endDate } = await this.shown();
    const rooms = await Promise.all(
      Object.keys(this.rooms).map(async (name) => {
        const room = await this.shown(name);
        return [name, room.status, room.endDate];
      }),
    );
    return [[status, endDate], ...rooms];
  }
}

export const archive = (path: string, endDate: string) => assessor.post<Reply>(`${path}/archive`, { endDate });
export const unarchive = (path: string, restartDate: string) =>
  assessor.post<Reply>(`${path}/unarchive`, { restartDate });
export const cancel = (path: string, what: 'archive' | 'unarchive') =>
  assessor.put<Reply>(`${path}/cancel-${what}`, {});
export const refused = ({ status, body }: { status: number; body: Reply }) => [
  status,
  ...(body['invalid-params'] ?? []).map(({ propertyName, errorType }) => `${propertyName} ${errorType}`),
];
export const today = (day: string, time = '12:00:00Z') => jest.setSystemTime(new Date(`${day}T${time}`));
