import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ControlError } from '../kit/control';
import { londonLocal } from '../kit/london';
import type { Store } from '../kit/store';
import { Assessment, Registration } from '../seed/records';
import type { DeliusEvent } from './consumer/address-events';
import type { DeliusPerson, DeliusState } from './ndelius.state';
import { assessmentEvent, registrationEvent, tierEvent } from './record-events';

export type PublishDelius = (event: DeliusEvent) => Promise<void>;

export interface RecordsControl {
  store: Store<DeliusState>;
  now: () => Date;
  /** Nobody is told without it. */
  publish?: PublishDelius;
}

const TierBody = z.object({ tierScore: z.string(), changeReason: z.string().optional() });
/** `tell=no`: changed in silence, as when a message is lost. */
const isTold = (request: FastifyRequest): boolean => (request.query as { tell?: string }).tell !== 'no';

/** What changes a person's records as their owners do it: the record, and the message about it. */
export const recordsControl = (app: FastifyInstance, { store, now, publish }: RecordsControl): void => {
  const known = (request: FastifyRequest): DeliusPerson => {
    const { crn } = request.params as { crn: string };
    const person = store.state.people[crn];
    if (!person) throw new ControlError(404, `No person ${crn}`);
    return person;
  };
  const tell = async (request: FastifyRequest, event: DeliusEvent): Promise<void> => {
    if (isTold(request)) await publish?.(event);
  };
  app.put('/__control/people/:crn/tier', async (request) => {
    const person = known(request);
    const calculated = { calculationId: randomUUID(), calculationDate: londonLocal(now()) };
    person.tier = { ...TierBody.parse(request.body), ...calculated };
    await tell(request, tierEvent(person.crn, person.tier, now()));
    return person.tier;
  });
  app.post('/__control/people/:crn/registrations', async (request, reply) => {
    const person = known(request);
    const registration = Registration.parse(request.body);
    person.registrations.push(registration);
    await tell(request, registrationEvent(person.crn, 'added', registration, now()));
    return reply.code(201).send(registration);
  });
  app.delete('/__control/people/:crn/registrations/:code', async (request, reply) => {
    const person = known(request);
    const { code } = request.params as { code: string };
    const gone = person.registrations.find((one) => one.code === code);
    if (!gone) throw new ControlError(404, `No registration ${code}`);
    person.registrations = person.registrations.filter((one) => one !== gone);
    await tell(request, registrationEvent(person.crn, 'deregistered', gone, now()));
    return reply.code(204).send();
  });
  app.post('/__control/people/:crn/assessments', async (request, reply) => {
    const person = known(request);
    const assessment = Assessment.parse(request.body);
    person.assessments.push(assessment);
    await tell(request, assessmentEvent(person.crn, assessment.assessmentId, now()));
    return reply.code(201).send(assessment);
  });
};
