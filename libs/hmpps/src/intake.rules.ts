import { classify } from './classification.rules';
import type { Classified, Direction } from './classification.rules';
import type { HmppsMessage, Problem } from './hmpps-message.rules';
import { readBody } from './hmpps-message.rules';
import type { Moment } from './moment.rules';
import { brokenRule, type ProducerRule } from './producer.rules';

/** A message's word for a movement. Nobody believes it before the prison API says the same. */
export interface CustodyClaim {
  readonly claim: 'released' | 'received';
  readonly noms: string;
  readonly reason: string;
  readonly movementCode?: string;
  readonly prisonId?: string;
}
export interface IdentityLink {
  readonly crn: string;
  readonly noms: string;
}
/** nDelius changed an address of this person: the echo of an arrival or departure we told it about. */
export interface AddressChange {
  readonly crn: string;
  readonly change: 'created' | 'updated';
  readonly status?: string;
}

/** What is to be done with a message. */
export type Intake =
  | { readonly decision: 'quarantine'; readonly problem: Problem; readonly type?: string; readonly rule?: string }
  | { readonly decision: 'ignore'; readonly type: string; readonly name: string }
  | { readonly decision: 'custody'; readonly type: string; readonly occurredAt: Moment; readonly claim: CustodyClaim }
  | { readonly decision: 'link'; readonly type: string; readonly occurredAt: Moment; readonly link: IdentityLink }
  | {
      readonly decision: 'address';
      readonly type: string;
      readonly occurredAt: Moment;
      readonly address: AddressChange;
    }
  | { readonly decision: 'echo'; readonly type: string; readonly occurredAt: Moment; readonly eventId: string };

/** An intake with what is needed to recognise its copies. */
export interface Received {
  readonly intake: Intake;
  readonly messageId?: string;
  readonly traceparent?: string;
  /** Type, person, instant, reason and prison: equal for every copy of one fact. Empty when unreadable. */
  readonly fingerprint: string;
  /** As written, to the last digit. */
  readonly occurredAtText?: string;
  readonly person?: string;
}

const NOMS = /^[A-Z]\d{4}[A-Z]{2}$/;
const CRN = /^[A-Z0-9]{1,20}$/;
const OUR_EVENT = /^accommodation\.cas3\./;
const EVENT_ID = /\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const directions: Readonly<Record<string, Direction>> = {
  'prison-offender-events.prisoner.released': 'OUT',
  'prison-offender-events.prisoner.received': 'IN',
  'prisoner-offender-search.prisoner.released': 'OUT',
  'prisoner-offender-search.prisoner.received': 'IN',
};
const linking = new Set(['probation-case.prison-identifier.added', 'probation-case.prison-identifier.updated']);
const addresses: Readonly<Record<string, 'created' | 'updated'>> = {
  'probation-case.address.created': 'created',
  'probation-case.address.updated': 'updated',
};

/** Types that the queue's subscription has to let through. */
export const subscribedTypes: readonly string[] = [
  ...Object.keys(directions),
  ...linking,
  ...Object.keys(addresses),
  'accommodation.cas3.person.arrived',
  'accommodation.cas3.person.arrived.updated',
  'accommodation.cas3.person.departed.updated',
  'accommodation.cas3.booking.cancelled.updated',
];

const quarantine = (type: string, problem: Problem): Intake => ({ decision: 'quarantine', type, problem });
const ignore = (type: string, name: string): Intake => ({ decision: 'ignore', type, name });

/** A release whose own status fields say that the person was back, or never out, when it was sent. */
const contradictsItself = (message: HmppsMessage, classified: Classified): boolean => {
  const status = message.information('currentPrisonStatus') ?? 'NOT_UNDER_PRISON_CARE';
  const location = message.information('currentLocation') ?? 'OUTSIDE_PRISON';
  const outside = status === 'NOT_UNDER_PRISON_CARE' && location === 'OUTSIDE_PRISON';
  return classified.outcome === 'released' && !outside;
};

const custodyIntake = (message: HmppsMessage, direction: Direction, occurredAt: Moment): Intake => {
  const { type, noms } = message;
  if (noms === undefined) return quarantine(type, 'PERSON_MISSING');
  if (!NOMS.test(noms)) return quarantine(type, 'PERSON_UNREADABLE');
  if (message.nomsInInformation !== undefined && message.nomsInInformation !== noms)
    return quarantine(type, 'PERSON_AMBIGUOUS');
  const reason = message.information('reason');
  if (reason === undefined) return quarantine(type, 'REASON_MISSING');
  const movementCode = message.information('nomisMovementReasonCode');
  const classified = classify(direction, reason, movementCode);
  if (classified.outcome === 'ignore') return ignore(type, classified.name);
  if (contradictsItself(message, classified)) return ignore(type, 'NoLongerOutside');
  const prisonId = message.information('prisonId');
  const claim = {
    ...{ claim: classified.outcome, noms, reason },
    ...(movementCode !== undefined && { movementCode }),
    ...(prisonId !== undefined && { prisonId }),
  };
  return { decision: 'custody', type, occurredAt, claim };
};

const linkIntake = ({ type, crn, noms }: HmppsMessage, occurredAt: Moment): Intake => {
  if (crn === undefined || noms === undefined) return quarantine(type, 'PERSON_MISSING');
  if (!CRN.test(crn) || !NOMS.test(noms)) return quarantine(type, 'PERSON_UNREADABLE');
  return { decision: 'link', type, occurredAt, link: { crn, noms } };
};

const addressIntake = (message: HmppsMessage, change: 'created' | 'updated', occurredAt: Moment): Intake => {
  const { type, crn } = message;
  if (crn === undefined) return quarantine(type, 'PERSON_MISSING');
  const status = message.information('addressStatus');
  const address = { crn, change, ...(status !== undefined && { status }) };
  return { decision: 'address', type, occurredAt, address };
};

const intakeOf = (message: HmppsMessage): Intake => {
  const { type, occurredAt } = message;
  const direction = Object.hasOwn(directions, type) ? directions[type] : undefined;
  const change = Object.hasOwn(addresses, type) ? addresses[type] : undefined;
  const ours = OUR_EVENT.test(type);
  if (!direction && !change && !ours && !linking.has(type)) return ignore(type, 'UnknownEventType');
  if (occurredAt === false) return quarantine(type, 'OCCURRED_AT_MISSING');
  if (occurredAt === undefined) return quarantine(type, 'OCCURRED_AT_UNREADABLE');
  if (direction) return custodyIntake(message, direction, occurredAt);
  if (change) return addressIntake(message, change, occurredAt);
  if (!ours) return linkIntake(message, occurredAt);
  const eventId = EVENT_ID.exec(message.detailUrl ?? '')?.[1];
  return eventId ? { decision: 'echo', type, occurredAt, eventId } : ignore(type, 'UnknownEventType');
};

const fingerprintOf = (message: HmppsMessage): string =>
  JSON.stringify([
    message.type,
    message.noms ?? null,
    message.crn ?? null,
    message.occurredAt ? String(message.occurredAt.nanos) : null,
    message.information('reason') ?? null,
    message.information('prisonId') ?? null,
    ...(Object.hasOwn(addresses, message.type) ? [message.information('addressId') ?? null] : []),
    ...(OUR_EVENT.test(message.type) ? [message.detailUrl ?? null] : []),
  ]);

const intakeFrom = (message: HmppsMessage, producers: readonly ProducerRule[]): Intake => {
  const { type, topic } = message;
  const rule = brokenRule(type, topic, producers);
  return rule === undefined
    ? intakeOf(message)
    : { decision: 'quarantine', problem: 'PRODUCER_NOT_ALLOWED', type, rule };
};

/** Reads a queue body and decides what is to be done with it. Throws nothing. */
export const receive = (
  body: string,
  trustedTopics: readonly string[] = [],
  producers: readonly ProducerRule[] = [],
): Received => {
  const read = readBody(body, trustedTopics);
  if (!read.ok) {
    const { problem, messageId } = read;
    return {
      intake: { decision: 'quarantine', problem },
      fingerprint: '',
      ...(messageId !== undefined && { messageId }),
    };
  }
  const { message } = read;
  const person = message.noms ?? message.crn;
  return {
    intake: intakeFrom(message, producers),
    fingerprint: fingerprintOf(message),
    ...(message.messageId !== undefined && { messageId: message.messageId }),
    ...(message.traceparent !== undefined && { traceparent: message.traceparent }),
    ...(message.occurredAt && { occurredAtText: message.occurredAt.text }),
    ...(person !== undefined && { person }),
  };
};
