import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ControlError } from '../kit/control';
import type { Store } from '../kit/store';
import { teams } from '../seed/organisation';
import type { Consumer } from './consumer/consumer';
import { EVENT_NAMES } from './consumer/detail.schema';
import type { DeliusPerson, DeliusState } from './ndelius.state';
import { Person } from './person.schema';
import { recordsControl, type PublishDelius } from './records.control';

const StaffMember = z.object({
  code: z.string(),
  username: z.string().optional(),
  forename: z.string().default('Staffan'),
  surname: z.string().default('Controlled'),
  region: z.string().default('N07'),
  teams: z
    .array(z.object({ code: z.string(), startDate: z.iso.date(), endDate: z.iso.date().optional() }))
    .default([{ code: 'N07T04', startDate: '2022-01-05' }]),
  active: z.boolean().default(true),
  /** Null: Delius has none. */
  telephoneNumber: z.string().nullable().optional(),
});

const Seconds = z.number().min(0).max(600);
/** Strict by name, so that a mistyped type is told. */
const ConsumerChange = z.strictObject({
  paused: z.boolean().optional(),
  late: z.partialRecord(z.enum(EVENT_NAMES), Seconds).optional(),
});

const crnIn = (request: FastifyRequest): string => (request.params as { crn: string }).crn;
const bodyOf = (request: FastifyRequest): object => request.body ?? {};

const peopleControl = (app: FastifyInstance, store: Store<DeliusState>): void => {
  const known = (request: FastifyRequest): DeliusPerson => {
    const person = store.state.people[crnIn(request)];
    if (!person) throw new ControlError(404, `No person ${crnIn(request)}`);
    return person;
  };
  app.get('/__control/people/:crn', (request) => known(request));
  app.put('/__control/people/:crn', (request) => {
    const before = store.state.people[crnIn(request)] ?? {};
    const person = Person.parse({ ...before, ...bodyOf(request), crn: crnIn(request) });
    store.state.people[person.crn] = person as DeliusPerson;
    return person;
  });
  app.delete('/__control/people/:crn', (request, reply) => {
    delete store.state.people[known(request).crn];
    return reply.code(204).send();
  });
  app.get('/__control/people/:crn/contacts', (request) => {
    const { crn } = known(request);
    return Object.values(store.state.contacts).filter((contact) => contact.crn === crn);
  });
  app.get('/__control/people/:crn/addresses', (request) => known(request).addresses);
};

const staffControl = (app: FastifyInstance, store: Store<DeliusState>): void => {
  app.get('/__control/teams', () => teams);
  app.put('/__control/staff/:code', (request) => {
    const { code } = request.params as { code: string };
    const staff = StaffMember.parse({ ...store.state.staff[code], ...bodyOf(request), code });
    store.state.staff[code] = staff as DeliusState['staff'][string];
    return staff;
  });
  app.delete('/__control/staff/:code', (request, reply) => {
    delete store.state.staff[(request.params as { code: string }).code];
    return reply.code(204).send();
  });
};

const consumerControl = (app: FastifyInstance, consumer: Consumer): void => {
  const status = () => ({
    paused: consumer.paused,
    late: consumer.late,
    applied: consumer.applied,
    failures: consumer.failures,
  });
  app.get('/__control/consumer', status);
  app.put('/__control/consumer', async (request) => {
    const { paused, late } = ConsumerChange.parse(request.body);
    if (late !== undefined) consumer.late = late;
    if (paused !== undefined) await consumer.pause(paused);
    return status();
  });
};

export interface NdeliusControl {
  store: Store<DeliusState>;
  now: () => Date;
  consumer?: Consumer;
  publish?: PublishDelius;
}

/** People with their limits, addresses, contacts and records; staff; the event consumer. */
export const ndeliusControl = (app: FastifyInstance, { store, now, consumer, publish }: NdeliusControl): void => {
  peopleControl(app, store);
  recordsControl(app, { store, now, ...(publish ? { publish } : {}) });
  staffControl(app, store);
  if (consumer) consumerControl(app, consumer);
};
