import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Guard } from '../kit/bearer';
import { rawBody } from '../kit/fault-hooks';
import { londonDate } from '../kit/london';
import type { Store } from '../kit/store';
import { basicDetail, inmateDetail } from './inmate-detail';
import { bookingMovementView, movementView } from './movement-views';
import { visibleBooking, visibleMovements } from './prison.lag';
import { AGENCIES } from './prison.reference';
import { currentBooking, type Booking, type Offender, type PrisonMovement, type PrisonState } from './prison.state';

export interface PrisonContext {
  store: Store<PrisonState>;
  now: () => Date;
  guard: (...roles: string[]) => Guard;
}

const NUMBER = /^[A-Z]\d{4}[A-Z]{2}$/;
const READERS = ['ROLE_GLOBAL_SEARCH', 'ROLE_VIEW_PRISONER_DATA'];
const VIEWERS = ['ROLE_VIEW_PRISONER_DATA'];

/** The owner's standard error body. */
export const prisonError = (status: number, message: string): object => ({
  status,
  userMessage: message,
  developerMessage: message,
});
const missing = (reply: FastifyReply, id: string | number): FastifyReply =>
  reply.code(404).send(prisonError(404, `Resource with id [${id}] not found.`));
const bad = (reply: FastifyReply, message: string): FastifyReply => reply.code(400).send(prisonError(400, message));

const params = (request: FastifyRequest): Record<string, string> => request.params as Record<string, string>;
const query = (request: FastifyRequest): Record<string, string | string[] | undefined> =>
  request.query as Record<string, string | string[] | undefined>;
const list = (value: string | string[] | undefined): string[] => [value ?? []].flat().flatMap((one) => one.split(','));

const withBooking = ({ store }: PrisonContext, id: string): { offender: Offender; booking: Booking } | undefined => {
  for (const offender of Object.values(store.state.offenders)) {
    const booking = offender.bookings.find(({ bookingId }) => String(bookingId) === id);
    if (booking) return { offender, booking };
  }
  return undefined;
};

const detail = ({ now }: PrisonContext, offender: Offender, of = currentBooking(offender)): object =>
  inmateDetail(offender, londonDate(now()), of ? visibleBooking(offender, of, now()) : undefined);

const offenderRoutes = (app: FastifyInstance, context: PrisonContext): void => {
  const { store, guard, now } = context;
  app.get('/api/offenders/:noms', { preHandler: guard(...READERS) }, (request, reply) => {
    const noms = params(request)['noms']!;
    if (!NUMBER.test(noms)) return bad(reply, `Offender number ${noms} is not valid`);
    const offender = store.state.offenders[noms];
    return offender ? detail(context, offender) : missing(reply, noms);
  });
  app.get('/api/bookings/offenderNo/:noms', { preHandler: guard(...READERS) }, (request, reply) => {
    const noms = params(request)['noms']!;
    const offender = store.state.offenders[noms];
    const booking = offender && currentBooking(offender);
    if (!booking) return missing(reply, noms);
    const full = query(request)['fullInfo'] === 'true' || query(request)['extraInfo'] === 'true';
    return full ? detail(context, offender) : basicDetail(offender, visibleBooking(offender, booking, now()));
  });
  app.get('/api/bookings/:id', { preHandler: guard(...READERS) }, (request, reply) => {
    const id = params(request)['id']!;
    if (!/^-?\d+$/.test(id)) return bad(reply, `Failed to convert value of type 'String' to required type 'long'`);
    const found = withBooking(context, id);
    if (!found) return missing(reply, id);
    const { offender, booking } = found;
    return query(request)['basicInfo'] === 'true' ? basicDetail(offender, booking) : detail(context, offender, booking);
  });
  app.get('/api/bookings/:id/identifiers', { preHandler: guard(...READERS) }, (request, reply) => {
    const id = params(request)['id']!;
    const found = withBooking(context, id);
    if (!found) return missing(reply, id);
    const wanted = query(request)['type'];
    const all = found.offender.merged.map((value) => ({
      type: 'MERGED',
      value,
      offenderNo: found.offender.offenderNo,
    }));
    return wanted ? all.filter(({ type }) => type === wanted) : all;
  });
};

const movementsOf = (context: PrisonContext, offender: Offender, allBookings: boolean): PrisonMovement[] => {
  const bookings = allBookings ? offender.bookings : offender.bookings.slice(-1);
  return bookings.flatMap((booking) => visibleMovements(offender, booking, context.now()));
};

const bulk = (context: PrisonContext, numbers: string[], request: FastifyRequest): object[] => {
  const asked = query(request);
  const types = list(asked['movementTypes']);
  const latestOnly = asked['latestOnly'] !== 'false';
  return numbers.flatMap((number) => {
    const offender = context.store.state.offenders[number];
    if (!offender) return [];
    const all = movementsOf(context, offender, asked['allBookings'] === 'true').filter(
      ({ movementType }) => types.length === 0 || types.includes(movementType),
    );
    return (latestOnly ? all.slice(-1) : all).map((movement) => movementView(offender, movement));
  });
};

const movementRoutes = (app: FastifyInstance, context: PrisonContext): void => {
  const { store, guard, now } = context;
  app.post('/api/movements/offenders', { preHandler: guard(...READERS) }, (request, reply) => {
    const numbers: unknown = request.body;
    if (!Array.isArray(numbers) || numbers.length === 0 || !numbers.every((one) => typeof one === 'string'))
      return bad(reply, rawBody(request).length === 0 ? 'Required request body is missing' : 'Malformed request');
    return bulk(context, numbers, request);
  });
  app.get('/api/movements/offender/:noms', { preHandler: guard(...VIEWERS) }, (request, reply) => {
    const noms = params(request)['noms']!;
    const offender = store.state.offenders[noms];
    if (!offender) return missing(reply, noms);
    const asked = query(request);
    const [types, after] = [list(asked['movementTypes']), asked['movementsAfter']];
    return movementsOf(context, offender, asked['allBookings'] === 'true')
      .filter(
        ({ movementType, at }) =>
          (types.length === 0 || types.includes(movementType)) && (!after || at.slice(0, 10) > String(after)),
      )
      .map((movement) => movementView(offender, movement));
  });
  app.get('/api/movements/booking/:id', { preHandler: guard(...VIEWERS) }, (request, reply) => {
    const id = params(request)['id']!;
    if (!/^-?\d+$/.test(id)) return bad(reply, `Failed to convert value of type 'String' to required type 'long'`);
    const found = withBooking(context, id);
    if (!found) return missing(reply, id);
    return visibleMovements(found.offender, found.booking, now()).map(bookingMovementView);
  });
  app.get('/api/movements/offenders/:noms/latest-arrival-date', { preHandler: guard(...VIEWERS) }, (request, reply) => {
    const offender = store.state.offenders[params(request)['noms']!];
    const arrivals = offender?.bookings.flatMap(({ movements }) =>
      movements.filter((one) => one.movementType === 'ADM'),
    );
    const day = arrivals?.at(-1)?.at.slice(0, 10);
    return day ? reply.type('application/json').send(JSON.stringify(day)) : reply.code(200).send();
  });
};

const agencyRoutes = (app: FastifyInstance, { guard }: PrisonContext): void => {
  app.get('/api/agencies/:id', { preHandler: guard() }, (request, reply) => {
    const id = params(request)['id']!;
    const description = AGENCIES[id];
    return description
      ? { agencyId: id, description, agencyType: id === 'SHEFCC' ? 'CRT' : 'INST', active: true }
      : missing(reply, id);
  });
};

/** The reads of the prison API that we use. */
export const prisonRoutes = (app: FastifyInstance, context: PrisonContext): void => {
  offenderRoutes(app, context);
  movementRoutes(app, context);
  agencyRoutes(app, context);
  app.get('/health/ping', () => ({ status: 'UP' }));
};
