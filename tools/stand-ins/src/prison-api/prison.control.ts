import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ControlError } from '../kit/control';
import { londonLocal } from '../kit/london';
import type { Movement } from '../seed/custody';
import type { Announcer } from './announcer';
import { correctMistake, merge, moveBooking } from './correct';
import { move } from './movements';
import { bookingMovedEvent, datesChangedEvent, mergeEvent, movementEvent } from './prison-events';
import type { PrisonContext } from './prison.routes';
import { currentBooking, type Offender } from './prison.state';

const MOVES = [
  'admit',
  'release',
  'court-out',
  'court-in',
  'absence-out',
  'absence-in',
  'transfer-out',
  'transfer-in',
] as const;
const Local = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/);
/** `false`: no event; a number: seconds to hold it; without it the standing hold. */
const Publish = z.union([z.literal(false), z.number().min(0)]).optional();

const MovementBody = z.object({
  do: z.enum([...MOVES, 'hospital', 'die']),
  at: Local.optional(),
  recordedAt: Local.optional(),
  prison: z.string().optional(),
  reason: z.string().optional(),
  publish: Publish,
});

const PersonBody = z.object({
  firstName: z.string().default('CASTOR'),
  lastName: z.string().default('CONTROLLED'),
  dateOfBirth: z.iso.date().default('1980-01-01'),
  gender: z.string().default('Male'),
});

const Adjudications = z.array(
  z.strictObject({
    adjudicationNumber: z.number().int(),
    reportTime: Local,
    agencyId: z.string(),
    charges: z.array(
      z.strictObject({ offenceCode: z.string(), offenceDescription: z.string(), findingCode: z.string().optional() }),
    ),
  }),
);

const Alerts = z.array(
  z.strictObject({
    alertUuid: z.guid(),
    code: z.string().default('HA'),
    codeDescription: z.string().default('ACCT open'),
    description: z.string().optional(),
    activeFrom: z.iso.date(),
    activeTo: z.iso.date().optional(),
    createdAt: Local,
  }),
);

const DatesBody = z.strictObject({
  releaseDate: z.iso.date().optional(),
  confirmedReleaseDate: z.iso.date().optional(),
  nonDtoReleaseDateType: z.enum(['ARD', 'CRD', 'NPD', 'PRRD']).optional(),
  publish: Publish,
});

const LagBody = z.object({ of: z.enum(['booking', 'movement']), forSeconds: z.number().min(0).optional() });

/** Death and hospital are releases in NOMIS; only the reason tells. */
const movementOf = (body: z.infer<typeof MovementBody>, now: Date): Movement => {
  const alias = { hospital: 'HP', die: 'DEC' } as const;
  const kind = body.do === 'hospital' || body.do === 'die' ? 'release' : body.do;
  const reason = body.reason ?? alias[body.do as keyof typeof alias];
  return {
    do: kind,
    at: body.at ?? londonLocal(now),
    ...(reason ? { reason } : {}),
    ...(body.prison ? { prison: body.prison } : {}),
    ...(body.recordedAt ? { recordedAt: body.recordedAt } : {}),
  };
};

/** Operations on people in prison; each changes booking and movements together and lets the world know after the hold. */
export const prisonControl = (app: FastifyInstance, context: PrisonContext, announcer: Announcer | undefined): void => {
  const { store, now } = context;
  const named = (noms: string): Offender => {
    const offender = store.state.offenders[noms];
    if (!offender) throw new ControlError(404, `No person ${noms}`);
    return offender;
  };
  const known = (request: FastifyRequest): Offender => named((request.params as { noms: string }).noms);

  app.get('/__control/people/:noms', (request) => known(request));
  app.put('/__control/people/:noms', (request) => {
    const { noms } = request.params as { noms: string };
    const next = 2_590_000 + Object.keys(store.state.offenders).length;
    const fresh: Offender = {
      offenderNo: noms,
      offenderId: next,
      ...PersonBody.parse({}),
      bookings: [],
      merged: [],
      adjudications: [],
      alerts: [],
    };
    store.state.offenders[noms] = {
      ...(store.state.offenders[noms] ?? fresh),
      ...PersonBody.partial().parse(request.body ?? {}),
    } as Offender;
    return store.state.offenders[noms];
  });
  app.post('/__control/people/:noms/movements', (request, reply) => {
    const offender = known(request);
    const body = MovementBody.parse(request.body);
    const made = move(store.state, offender, movementOf(body, now()));
    if (body.publish !== false) announcer?.announce(() => movementEvent(offender, made, now()), body.publish);
    return reply.code(201).send(made);
  });
  app.post('/__control/people/:noms/correct', (request) => {
    const offender = known(request);
    correctMistake(offender);
    return offender;
  });
  recordsControl(app, known);
  datesControl(app, context, announcer, known);
  lagControl(app, context, known);
  identityControl(app, context, announcer, named);
};

const recordsControl = (app: FastifyInstance, known: (request: FastifyRequest) => Offender): void => {
  app.put('/__control/people/:noms/adjudications', (request) => {
    return (known(request).adjudications = Adjudications.parse(request.body));
  });
  app.put('/__control/people/:noms/alerts', (request) => {
    return (known(request).alerts = Alerts.parse(request.body));
  });
};

/** The dates of the sentence from now on; without any there is none. */
const datesControl = (
  app: FastifyInstance,
  { now }: PrisonContext,
  announcer: Announcer | undefined,
  known: (request: FastifyRequest) => Offender,
): void => {
  app.put('/__control/people/:noms/sentence-dates', (request) => {
    const offender = known(request);
    const { publish, ...dates } = DatesBody.parse(request.body);
    const booking = currentBooking(offender);
    if (!booking) throw new ControlError(409, 'No booking');
    booking.dates = dates;
    const at = londonLocal(now());
    if (publish !== false) announcer?.announce(() => datesChangedEvent(offender, at, now()), publish ?? 0);
    return dates;
  });
};

const lagControl = (
  app: FastifyInstance,
  { now }: PrisonContext,
  known: (request: FastifyRequest) => Offender,
): void => {
  app.put('/__control/people/:noms/lag', (request) => {
    const { of, forSeconds } = LagBody.parse(request.body);
    const until = forSeconds === undefined ? undefined : new Date(now().getTime() + forSeconds * 1000).toISOString();
    return (known(request).lag = { of, ...(until ? { until } : {}) });
  });
  app.delete('/__control/people/:noms/lag', (request, reply) => {
    delete known(request).lag;
    return reply.code(204).send();
  });
};

const identityControl = (
  app: FastifyInstance,
  { store, now }: PrisonContext,
  announcer: Announcer | undefined,
  named: (noms: string) => Offender,
): void => {
  const Target = z.object({ to: z.string(), publish: Publish });
  app.post('/__control/people/:noms/merge', (request) => {
    const { to, publish } = Target.parse(request.body);
    const [absorbed, kept] = [named((request.params as { noms: string }).noms), named(to)];
    const at = londonLocal(now());
    merge(store.state, absorbed, kept, at);
    if (publish !== false) announcer?.announce(() => mergeEvent(kept, absorbed.offenderNo, at, now()), publish ?? 0);
    return kept;
  });
  app.post('/__control/people/:noms/move-booking', (request) => {
    const { to, publish } = Target.parse(request.body);
    const { noms } = request.params as { noms: string };
    const bookingId = moveBooking(named(noms), named(to));
    const at = londonLocal(now());
    if (publish !== false) announcer?.announce(() => bookingMovedEvent(noms, to, bookingId, at, now()), publish ?? 0);
    return named(to);
  });
};
