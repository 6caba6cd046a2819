import { messageSamples, notification, sample, sampleJson } from '../testing/samples';
import type { Explanation } from '@throughcare/hmpps/explain';
import { explain } from '@throughcare/hmpps/explain';
import { receive } from '@throughcare/hmpps/intake.rules';

type Expected = Pick<Explanation, 'decision' | 'reason'> & Partial<Explanation>;
const unknown: Expected = { decision: 'ignore', reason: 'UnknownEventType' };
const echo: Expected = { decision: 'ignore', reason: 'PublicationEcho: evidence for the ledger, publishes nothing' };
const released: Partial<Explanation> = { decision: 'publish', publishes: 'custody.person.released' };
const received: Partial<Explanation> = { decision: 'publish', publishes: 'custody.person.received' };

const expectations: Record<string, Partial<Explanation>> = {
  'accommodation.cas3.booking.cancelled.json': echo,
  'accommodation.cas3.booking.cancelled.updated.json': echo,
  'accommodation.cas3.booking.confirmed.json': echo,
  'accommodation.cas3.booking.provisionally-made.json': echo,
  'accommodation.cas3.person.arrived.json': echo,
  'accommodation.cas3.person.arrived.updated.json': echo,
  'accommodation.cas3.person.departed.json': echo,
  'accommodation.cas3.person.departed.updated.json': echo,
  'accommodation.cas3.referral.submitted.json': echo,
  'approved-premises.booking.made.json': unknown,
  'create-and-vary-a-licence.licence.activated.json': unknown,
  'create-and-vary-a-licence.licence.inactivated.json': unknown,
  'hmpps-audit-event.sqs.json': { decision: 'quarantine', reason: 'EVENT_TYPE_MISSING', hmppsType: '' },
  'hmpps-auth.access-token-payload.json': { decision: 'quarantine', reason: 'EVENT_TYPE_MISSING' },
  'offender-management.handover.changed.json': unknown,
  'person.community.manager.allocated.json': unknown,
  'prison-offender-events.prisoner.cell.move.json': unknown,
  'prison-offender-events.prisoner.received.intake.sqs.json': {
    ...received,
    person: 'A4092EA',
    reason: 'ADMISSION INTAKE',
    occurredAt: '2024-06-24T16:06:39+01:00',
  },
  'prison-offender-events.prisoner.received.json': { ...received, person: 'A8513EA', reason: 'ADMISSION 24' },
  'prison-offender-events.prisoner.released.json': { ...released, person: 'A8513EA', reason: 'RELEASED CR' },
  'prison-offender-events.prisoner.released.sqs.json': {
    ...released,
    hmppsType: 'prison-offender-events.prisoner.released',
    person: 'A4092EA',
    reason: 'RELEASED NCS',
    occurredAt: '2024-12-11T15:43:20Z',
  },
  'prison-offender-events.prisoner.sentence-dates-changed.json': {
    decision: 'publish',
    publishes: 'custody.release-date.changed',
    person: 'A5763DZ',
    reason: 'Dates',
  },
  'prison.case-note.published.json': unknown,
  'prisoner-offender-search.prisoner.convicted-status-changed.json': unknown,
  'prisoner-offender-search.prisoner.created.json': unknown,
  'prisoner-offender-search.prisoner.received.json': {
    ...received,
    person: 'G2899UJ',
    reason: 'NEW_ADMISSION',
    occurredAt: '2024-10-10T09:52:18.8241261+01:00',
  },
  'prisoner-offender-search.prisoner.released.json': {
    ...released,
    person: 'A8473EA',
    reason: 'RELEASED',
    occurredAt: '2024-10-11T12:00:19.013138859+01:00',
  },
  'prisoner-offender-search.prisoner.removed.json': unknown,
  // Its two numbers are of two people.
  'prisoner-offender-search.prisoner.updated.json': { decision: 'quarantine', reason: 'PERSON_AMBIGUOUS' },
  'probation-case.engagement.created.json': unknown,
  'probation-case.merge.completed.json': {
    decision: 'publish',
    publishes: 'identity.person.merged',
    person: 'X777879',
    reason: 'crn merge',
  },
  'probation-case.prison-identifier.added.json': {
    decision: 'publish',
    publishes: 'identity.linked',
    person: 'A1036EA',
    reason: 'IdentityLink',
  },
  'restricted-patients.patient.removed.json': unknown,
  'tier.calculation.complete.json': {
    decision: 'publish',
    publishes: 'person.risk-source.changed',
    person: 'X666322',
    reason: 'RiskNews: tier',
  },
};

describe('F-078: what is meant by it, in words', () => {
  it.each([
    ['prison-offender-events.prisoner.released.json', /^Handled: custody\.person\.released follows/],
    ['probation-case.prison-identifier.added.json', /^Handled: identity\.linked follows/],
    ['accommodation.cas3.person.arrived.json', /^Handled: .* No event follows\.$/],
    ['tier.calculation.complete.json', /^Handled: person\.risk-source\.changed follows/],
    ['prison.case-note.published.json', /^Of no use to us/],
    ['hmpps-audit-event.sqs.json', /^Not taken: .* quarantine/],
  ])('%s', (name, words) => expect(explain(sample(`hmpps-events/${name}`)).means).toMatch(words));

  it('a canary is handled', () => {
    const body = { eventType: 'throughcare.ops.canary', version: 1, occurredAt: '2026-03-02T10:00:00Z' };
    expect(explain(JSON.stringify(body))).toMatchObject({
      decision: 'ignore',
      means: expect.stringMatching(/^Handled/) as unknown,
    });
  });
});

describe('every message sample', () => {
  it('is expected here', () => {
    expect(messageSamples()).toEqual(Object.keys(expectations).sort());
  });

  it.each(Object.entries(expectations))('%s is explained', (name, expected) => {
    const explanation = explain(sample(`hmpps-events/${name}`));
    expect(explanation).toMatchObject(expected);
    expect('publishes' in explanation).toBe(expected.decision === 'publish');
  });

  it.each(Object.keys(expectations).filter((name) => !name.endsWith('.sqs.json')))(
    '%s is explained alike inside a notification',
    (name) => {
      const text = sample(`hmpps-events/${name}`);
      expect(explain(notification(text))).toEqual(explain(text));
    },
  );
});

const releasedEvent = sampleJson('hmpps-events/prison-offender-events.prisoner.released.json');
const information = releasedEvent['additionalInformation'] as object;
const released1 = (changes: object, info: object = {}) =>
  explain(notification({ ...releasedEvent, ...changes, additionalInformation: { ...information, ...info } }));

describe('a release that is not one', () => {
  it.each([
    ['TEMPORARY_ABSENCE_RELEASE', 'TAP', 'TemporaryAbsence'],
    ['SENT_TO_COURT', 'CRT', 'SentToCourt'],
    ['TRANSFERRED', 'TRN', 'BeingTransferred'],
    ['RELEASED_TO_HOSPITAL', 'HP', 'ReleasedToHospital'],
    ['UNKNOWN', 'X', 'UnknownMovement'],
    ['RELEASED', 'MRG', 'RecordMerge'],
    ['RELEASED', 'UAL', 'UnlawfullyAtLarge'],
    ['RELEASED', 'DD', 'DeportedOrImmigrationDetention'],
    ['ABDUCTED', 'X', 'NoConfigForMovement'],
  ])('%s %s is ignored as %s', (reason, nomisMovementReasonCode, name) => {
    expect(released1({}, { reason, nomisMovementReasonCode })).toMatchObject({ decision: 'ignore', reason: name });
  });

  it.each([{ currentPrisonStatus: 'UNDER_PRISON_CARE' }, { currentLocation: 'IN_PRISON' }])(
    'that says the person was back when it was sent is ignored: %p',
    (info) => {
      expect(released1({}, info)).toMatchObject({ decision: 'ignore', reason: 'NoLongerOutside' });
    },
  );
});

describe('a message that cannot be understood goes to quarantine', () => {
  it.each([
    ['not JSON', 'pardon?', 'NOT_JSON'],
    ['cut short', notification(releasedEvent).slice(0, -5), 'NOT_JSON'],
    ['a list', '[]', 'NOT_AN_OBJECT'],
    ['null', 'null', 'NOT_AN_OBJECT'],
    ['an empty body', '', 'NOT_JSON'],
    ['an event as object instead of text', JSON.stringify({ Message: releasedEvent }), 'MESSAGE_NOT_TEXT'],
    ['something after the event', notification(`${JSON.stringify(releasedEvent)} x`), 'MESSAGE_NOT_JSON'],
    ['a subscription confirmation', notification('You have chosen to subscribe'), 'MESSAGE_NOT_JSON'],
    ['a text as event', notification('"released"'), 'NOT_AN_OBJECT'],
    ['no type', notification({ ...releasedEvent, eventType: undefined }), 'EVENT_TYPE_MISSING'],
    ['an object as type', notification({ ...releasedEvent, eventType: {} }), 'EVENT_TYPE_MISSING'],
    ['no time', notification({ ...releasedEvent, occurredAt: undefined }), 'OCCURRED_AT_MISSING'],
    ['null as time', notification({ ...releasedEvent, occurredAt: null }), 'OCCURRED_AT_MISSING'],
    ['a date as time', notification({ ...releasedEvent, occurredAt: '2024-10-14' }), 'OCCURRED_AT_UNREADABLE'],
    ['a number as time', notification({ ...releasedEvent, occurredAt: 1728914994 }), 'OCCURRED_AT_UNREADABLE'],
  ])('%s', (_, body, problem) => {
    expect(explain(body)).toMatchObject({ decision: 'quarantine', reason: problem });
  });

  it('nobody named', () => {
    expect(released1({ personReference: undefined }, { nomsNumber: undefined }).reason).toBe('PERSON_MISSING');
    expect(released1({ personReference: { identifiers: [] } }, { nomsNumber: 'null' }).reason).toBe('PERSON_MISSING');
  });

  it('a number that is no NOMS number', () => {
    expect(released1({ personReference: undefined }, { nomsNumber: '12345' }).reason).toBe('PERSON_UNREADABLE');
  });

  it('two people in one message', () => {
    expect(released1({}, { nomsNumber: 'A0000AA' }).reason).toBe('PERSON_AMBIGUOUS');
  });

  it('no reason given', () => {
    expect(released1({}, { reason: undefined }).reason).toBe('REASON_MISSING');
  });
});

describe('F-023: messages about who is who', () => {
  const about = (eventType: string, additionalInformation: object, crn = 'X900029') =>
    notification({
      eventType,
      occurredAt: '2026-05-12T09:30:00+01:00',
      additionalInformation,
      description: 'X999999 was merged into X888888',
      personReference: { identifiers: [{ type: 'CRN', value: crn }] },
    });
  const merged = { nomsNumber: 'A9027AA', removedNomsNumber: 'a9028aa ', reason: 'MERGE', bookingId: '1' };

  it.each<[string, object, object]>([
    [
      'prison-offender-events.prisoner.merged',
      merged,
      { decision: 'merge', merge: { numberType: 'noms', from: 'A9028AA', into: 'A9027AA' } },
    ],
    [
      'probation-case.merge.completed',
      { sourceCRN: 'X900030', targetCRN: 'X900029' },
      { decision: 'merge', merge: { numberType: 'crn', from: 'X900030', into: 'X900029' } },
    ],
    [
      'probation-case.unmerge.completed',
      { reactivatedCRN: 'X900030', unmergedCRN: 'X900029' },
      { decision: 'unmerge', merge: { numberType: 'crn', from: 'X900030', into: 'X900029' } },
    ],
  ])('%s: the fields win over the sentence and the reference', (type, info, expected) => {
    for (const crn of ['X900029', 'X111111']) expect(receive(about(type, info, crn)).intake).toMatchObject(expected);
  });

  it.each<[string, object, string]>([
    ['prison-offender-events.prisoner.merged', { ...merged, removedNomsNumber: null }, 'PERSON_MISSING'],
    ['prison-offender-events.prisoner.merged', { ...merged, removedNomsNumber: 'A9027AA' }, 'PERSON_AMBIGUOUS'],
    ['probation-case.merge.completed', { sourceCRN: '-', targetCRN: 'X900029' }, 'PERSON_UNREADABLE'],
    ['prison-offender-events.prisoner.booking.moved', { movedFromNomsNumber: 'A9027AA' }, 'NOT_YET_HANDLED'],
  ])('%s %p goes to quarantine: %s', (type, info, problem) => {
    expect(explain(about(type, info))).toMatchObject({ decision: 'quarantine', reason: problem });
  });
});

describe('a message is read leniently', () => {
  it.each<[string, object]>([
    ['no personReference', { personReference: undefined }],
    ['null personReference', { personReference: null }],
    ['no identifiers', { personReference: {} }],
    ['empty identifiers', { personReference: { identifiers: [] } }],
    ['identifiers without value', { personReference: { identifiers: [null, { type: 'NOMS', value: null }] } }],
    ['only a CRN', { personReference: { identifiers: [{ type: 'CRN', value: 'X900001' }] } }],
    ['lower case', { personReference: { identifiers: [{ type: 'NOMS', value: ' a8513ea ' }] } }],
    ['a version as text', { version: '1.0' }],
  ])('%s: the number comes from additionalInformation', (_, changes) => {
    expect(released1(changes)).toMatchObject({ ...released, person: 'A8513EA' });
  });

  it('values sent as text or number are the same', () => {
    const link = (info: object) => receive(notification({ ...releasedEvent, additionalInformation: info })).fingerprint;
    expect(link({ ...information, prisonId: 42 })).toBe(link({ ...information, prisonId: '42' }));
  });

  it('attributes of any shape do no harm, and only a well-formed trace is kept', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const trace = (attributes: unknown) =>
      receive(notification(releasedEvent, { MessageAttributes: attributes })).traceparent;
    expect(trace({ traceparent: { Type: 'String', Value: traceparent } })).toBe(traceparent);
    expect(trace({ traceparent: { Type: 'Number.java.lang.Long', Value: traceparent } })).toBe(traceparent);
    expect(trace({ traceparent: { Type: 'String', Value: '00-12213335' } })).toBeUndefined();
    for (const odd of [null, [], 'x', 7, { traceparent: null }, { traceparent: { Value: {} } }])
      expect(trace(odd)).toBeUndefined();
  });

  it('a name from the prototype is no event type of ours', () => {
    expect(explain(JSON.stringify({ eventType: 'toString' }))).toMatchObject(unknown);
    expect(explain('{"eventType":"x","__proto__":{"occurredAt":"2024-01-01T00:00:00Z"}}')).toMatchObject(unknown);
  });
});

describe('copies of one fact', () => {
  const fingerprint = (changes: object, info: object = {}) =>
    receive(notification({ ...releasedEvent, ...changes, additionalInformation: { ...information, ...info } }))
      .fingerprint;
  const original = fingerprint({});

  it('are equal, however the time is written and whatever else differs', () => {
    expect(fingerprint({ occurredAt: '2024-10-14T14:09:54.000000000Z' })).toBe(original);
    expect(fingerprint({ publishedAt: 'later', description: 'other', version: 2 })).toBe(original);
    expect(fingerprint({ personReference: null })).toBe(original);
  });

  it.each<[string, object, object]>([
    ['another instant', { occurredAt: '2024-10-14T14:09:54.000000001Z' }, {}],
    ['another reason', {}, { reason: 'UNKNOWN' }],
    ['another prison', {}, { prisonId: 'MDI' }],
    ['another type', { eventType: 'prison-offender-events.prisoner.received' }, {}],
    ['another person', { personReference: null }, { nomsNumber: 'A8513EB' }],
  ])('are not those with %s', (_, changes, info) => {
    expect(fingerprint(changes, info)).not.toBe(original);
  });
});
