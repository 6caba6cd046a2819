import { CANARY_TYPE } from './canary.rules';
import { custodyIntake } from './custody-intake.rules';
import { datesIntake } from './dates-intake.rules';
import { ignore, quarantine, type Intake, type RiskSource } from './decision.rules';
import type { HmppsMessage } from './hmpps-message.rules';
import { readBody } from './hmpps-message.rules';
import { linkIntake, mergeIntake } from './identity-intake.rules';
import type { Moment } from './moment.rules';
import { brokenRule, type ProducerRule } from './producer.rules';

export type {
  AddressChange,
  CustodyClaim,
  IdentityLink,
  Intake,
  NumberMerge,
  RiskNews,
  RiskSource,
} from './decision.rules';

/** An intake with what is needed to recognise its copies. */
export interface Received {
  readonly intake: Intake;
  readonly messageId?: string;
  readonly traceparent?: string;
  /** Everything that decides: equal for every copy of one fact, and for nothing else. Empty when unreadable. */
  readonly fingerprint: string;
  /** As written, to the last digit. */
  readonly occurredAtText?: string;
  readonly person?: string;
}

const OUR_EVENT = /^accommodation\.cas3\./;
const EVENT_ID = /\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** How one type is taken in. */
interface Kind {
  /** Members of `additionalInformation` that it decides by or keeps: they tell two facts apart. */
  readonly reads: readonly string[];
  readonly intake: (message: HmppsMessage, occurredAt: Moment) => Intake;
}

const addressIntake =
  (change: 'created' | 'updated'): Kind['intake'] =>
  (message, occurredAt) => {
    const { type, crn } = message;
    if (crn === undefined) return quarantine(type, 'PERSON_MISSING');
    const [addressId, addressStatus] = [message.information('addressId'), message.information('addressStatus')];
    const said = {
      ...(addressId !== undefined && { addressId }),
      ...(addressStatus !== undefined && { addressStatus }),
    };
    return { decision: 'address', type, occurredAt, address: { crn, change, ...said } };
  };

const echoIntake = ({ type, detailUrl }: HmppsMessage, occurredAt: Moment): Intake => {
  const eventId = EVENT_ID.exec(detailUrl ?? '')?.[1];
  return eventId ? { decision: 'echo', type, occurredAt, eventId } : ignore(type, 'UnknownEventType');
};

/** What changed is not read out of the message: whoever acts on it asks the source. */
const riskOf = (source: RiskSource): Kind => ({
  reads: [],
  intake: ({ type, crn }, occurredAt) =>
    crn === undefined
      ? quarantine(type, 'PERSON_MISSING')
      : { decision: 'risk', type, occurredAt, risk: { crn, source } },
});

const erasure: Kind = {
  reads: [],
  intake: ({ type, crn }, occurredAt) =>
    crn === undefined ? quarantine(type, 'PERSON_MISSING') : { decision: 'erasure', type, occurredAt, crn },
};

const movement = (direction: 'IN' | 'OUT'): Kind => ({
  reads: ['nomisMovementReasonCode', 'currentPrisonStatus', 'currentLocation'],
  intake: custodyIntake(direction),
});
const dates: Kind = { reads: ['categoriesChanged', 'sentenceCalculationId'], intake: datesIntake };
const link: Kind = { reads: [], intake: linkIntake };
const echo: Kind = { reads: [], intake: echoIntake };
const canary: Kind = { reads: [], intake: ({ type }, occurredAt) => ({ decision: 'canary', type, occurredAt }) };
/** Means something for us that nothing here does yet: kept with its body, to be given back to the version that does. */
const notYet: Kind = { reads: [], intake: ({ type }) => quarantine(type, 'NOT_YET_HANDLED') };

/** Every type that is taken in. The queue's subscription is written from it. */
const kinds: Readonly<Record<string, Kind>> = {
  'prison-offender-events.prisoner.released': movement('OUT'),
  'prison-offender-events.prisoner.received': movement('IN'),
  'prisoner-offender-search.prisoner.released': movement('OUT'),
  'prisoner-offender-search.prisoner.received': movement('IN'),
  'prison-offender-events.prisoner.sentence-dates-changed': dates,
  'prisoner-offender-search.prisoner.updated': dates,
  'probation-case.prison-identifier.added': link,
  'probation-case.prison-identifier.updated': link,
  'prison-offender-events.prisoner.merged': mergeIntake({
    decision: 'merge',
    numberType: 'noms',
    from: 'removedNomsNumber',
    into: 'nomsNumber',
  }),
  'prison-offender-events.prisoner.booking.moved': notYet,
  'probation-case.merge.completed': mergeIntake({
    decision: 'merge',
    numberType: 'crn',
    from: 'sourceCRN',
    into: 'targetCRN',
  }),
  'probation-case.unmerge.completed': mergeIntake({
    decision: 'unmerge',
    numberType: 'crn',
    from: 'reactivatedCRN',
    into: 'unmergedCRN',
  }),
  'probation-case.deleted.gdpr': erasure,
  'probation-case.address.created': { reads: ['addressId', 'addressStatus'], intake: addressIntake('created') },
  'probation-case.address.updated': { reads: ['addressId', 'addressStatus'], intake: addressIntake('updated') },
  'tier.calculation.complete': riskOf('tier'),
  'tier.calculation.changed': riskOf('tier'),
  'probation-case.registration.added': riskOf('ndelius'),
  'probation-case.registration.updated': riskOf('ndelius'),
  'probation-case.registration.deregistered': riskOf('ndelius'),
  'probation-case.registration.deleted': riskOf('ndelius'),
  // The attribute of OASys's messages, by which they are subscribed to, is the name of the family; the message has one of the others.
  'risk-assessment.scores.determined': riskOf('oasys'),
  'risk-assessment.scores.ogrs.determined': riskOf('oasys'),
  'risk-assessment.scores.rsr.determined': riskOf('oasys'),
  'assessment.summary.produced': riskOf('oasys'),
  // Of our own events those whose way to the topic is in doubt longest; others are understood where they come.
  'accommodation.cas3.person.arrived': echo,
  'accommodation.cas3.person.arrived.updated': echo,
  'accommodation.cas3.person.departed.updated': echo,
  'accommodation.cas3.booking.cancelled.updated': echo,
  [CANARY_TYPE]: canary,
};

/** Types that the queue's subscription has to let through. */
export const subscribedTypes: readonly string[] = Object.keys(kinds);

const kindOf = (type: string): Kind | undefined => {
  if (Object.hasOwn(kinds, type)) return kinds[type];
  return OUR_EVENT.test(type) ? echo : undefined;
};

/** Decides what a message is, whoever sent it. */
export const intakeOf = (message: HmppsMessage): Intake => {
  const { type, occurredAt } = message;
  const kind = kindOf(type);
  if (!kind) return ignore(type, 'UnknownEventType');
  if (occurredAt === false) return quarantine(type, 'OCCURRED_AT_MISSING');
  if (occurredAt === undefined) return quarantine(type, 'OCCURRED_AT_UNREADABLE');
  return kind.intake(message, occurredAt);
};

const factsOf = (message: HmppsMessage) =>
  ['reason', 'prisonId', ...(kindOf(message.type)?.reads ?? [])].map((name) => message.information(name));

/**
 * What tells this fact from others: all that {@link intakeOf} looks at. What has no instant is told apart by its notification's
 * id, or else by its body.
 */
export const fingerprintOf = (message: HmppsMessage, body: string): string => {
  const { type, noms, crn, occurredAt, messageId, detailUrl } = message;
  const instant = occurredAt ? String(occurredAt.nanos) : (messageId ?? body);
  const ours = OUR_EVENT.test(type) ? [detailUrl ?? null] : [];
  return JSON.stringify([type, ...[noms, crn, instant, ...factsOf(message)].map((fact) => fact ?? null), ...ours]);
};

/** PostgreSQL keeps no NUL, and no half of a character. */
const isStorable = (text: string | undefined): boolean =>
  text === undefined || (text.isWellFormed() && !text.includes('\u0000'));

/** False when something that would be kept of the message cannot be. */
const canBeKept = (message: HmppsMessage): boolean => {
  const { type, noms, crn, messageId, detailUrl } = message;
  return [type, noms, crn, messageId, detailUrl, ...factsOf(message)].every(isStorable);
};

const intakeFrom = (message: HmppsMessage, producers: readonly ProducerRule[]): Intake => {
  const { type, topic } = message;
  if (!canBeKept(message)) return quarantine(type, 'NOT_STORABLE');
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
    fingerprint: fingerprintOf(message, body),
    ...(message.messageId !== undefined && { messageId: message.messageId }),
    ...(message.traceparent !== undefined && { traceparent: message.traceparent }),
    ...(message.occurredAt && { occurredAtText: message.occurredAt.text }),
    ...(person !== undefined && { person }),
  };
};
