import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ControlError } from '../kit/control';
import type { Store } from '../kit/store';
import { teams } from '../seed/organisation';
import type { Consumer } from './consumer/consumer';
import type { DeliusPerson, DeliusState } from './ndelius.state';

const Limit = z.object({ username: z.string(), end: z.iso.date().optional() });

/** Everything that the state has of a person: what is not here would be lost by a `PUT`. */
export const Person = z.strictObject({
  crn: z.string(),
  noms: z.string().optional(),
  pnc: z.string().optional(),
  profile: z
    .strictObject({
      ethnicity: z.string().optional(),
      genderIdentity: z.string().optional(),
      nationality: z.string().optional(),
      religion: z.string().optional(),
    })
    .optional(),
  forename: z.string().default('Castor'),
  surname: z.string().default('Controlled'),
  middleNames: z.array(z.string()).default([]),
  dateOfBirth: z.iso.date().default('1980-01-01'),
  gender: z.string().default('Male'),
  teamCode: z.string().default('N07T04'),
  managerCode: z.string().default('N07S001'),
  exclusions: z.array(Limit).default([]),
  restrictions: z.array(Limit).default([]),
  exclusionMessage: z.string().optional(),
  restrictionMessage: z.string().optional(),
  addresses: z
    .array(
      z.strictObject({
        id: z.number().int(),
        status: z.string().default('M'),
        type: z.string().default('A01A'),
        buildingName: z.string().optional(),
        addressNumber: z.string().optional(),
        streetName: z.string().optional(),
        district: z.string().optional(),
        town: z.string().optional(),
        county: z.string().optional(),
        postcode: z.string().optional(),
        noFixedAbode: z.boolean().default(false),
        startDate: z.iso.date(),
        endDate: z.iso.date().optional(),
      }),
    )
    .default([]),
});

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
  const status = () => ({ paused: consumer.paused, applied: consumer.applied, failures: consumer.failures });
  app.get('/__control/consumer', status);
  app.put('/__control/consumer', async (request) => {
    await consumer.pause(z.object({ paused: z.boolean() }).parse(request.body).paused);
    return status();
  });
};

/** People with their limits, addresses and contacts; staff; the event consumer. */
export const ndeliusControl = (
  app: FastifyInstance,
  store: Store<DeliusState>,
  consumer: Consumer | undefined,
): void => {
  peopleControl(app, store);
  staffControl(app, store);
  if (consumer) consumerControl(app, consumer);
};
