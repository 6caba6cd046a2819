import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DELIUS_EVENT_TYPES } from '../../messaging/topology';
import { MessageFault, readMessage } from './message.schema';

const MESSAGE_ID = 'efc2729d-9f2c-411f-bb6a-a04e238616e2';
const URL = 'https://gateway.example/events/cas3/booking-confirmed/1';
const GOOD_EVENT = {
  eventType: 'accommodation.cas3.booking.confirmed',
  version: 1,
  description: 'A booking has been confirmed',
  occurredAt: '2024-06-10T23:00:00Z',
  detailUrl: URL,
  additionalInformation: { bookingId: '1' },
  personReference: { identifiers: [{ type: 'CRN', value: 'X900001' }] },
};

const without = (key: string): object =>
  Object.fromEntries(Object.entries(GOOD_EVENT).filter(([name]) => name !== key));
const body = (event: unknown, wrapper: object = {}): string =>
  JSON.stringify({ Type: 'Notification', MessageId: MESSAGE_ID, Message: JSON.stringify(event), ...wrapper });
const withEvent = (changes: object): string => body({ ...GOOD_EVENT, ...changes });
const withWrapper = (changes: object): string => body(GOOD_EVENT, changes);
const people = (...identifiers: unknown[]): string => withEvent({ personReference: { identifiers } });

const taken = (text: string): void =>
  expect(readMessage(text)).toEqual({ eventType: GOOD_EVENT.eventType, detailUrl: URL, crn: 'X900001' });
const dead = (text: string): void => expect(() => readMessage(text)).toThrow(MessageFault);

describe('rules 2 to 6: the wrapper', () => {
  it('takes an SNS notification whose Message is text', () => taken(body(GOOD_EVENT)));
  it.each([
    ['2: raw delivery', JSON.stringify(GOOD_EVENT)],
    ['2: Message as an object', withWrapper({ Message: GOOD_EVENT })],
    ['2: Message null', withWrapper({ Message: null })],
    ['2: not an object', JSON.stringify([GOOD_EVENT])],
    ['2: not JSON', 'hello'],
    ['2: JSON cut off', body(GOOD_EVENT).slice(0, -2)],
    ['3: MessageId that is no UUID', withWrapper({ MessageId: 'abc' })],
    ['4: MessageAttributes null', withWrapper({ MessageAttributes: null })],
    ['4: MessageAttributes text', withWrapper({ MessageAttributes: 'x' })],
    ['4: attribute without Value', withWrapper({ MessageAttributes: { eventType: { Type: 'String' } } })],
    [
      '4: attribute with Value null',
      withWrapper({ MessageAttributes: { eventType: { Type: 'String', Value: null } } }),
    ],
    ['4: attribute without Type', withWrapper({ MessageAttributes: { eventType: { Value: 'x' } } })],
    ['5: something after the JSON in Message', withWrapper({ Message: `${JSON.stringify(GOOD_EVENT)} {}` })],
  ])('%s is dead', (_rule, text) => dead(text));
  it.each([
    ['3: MessageId absent', withWrapper({ MessageId: undefined })],
    ['4: MessageAttributes absent', withWrapper({ MessageAttributes: undefined })],
    ['4: any Type', withWrapper({ MessageAttributes: { timestamp: { Type: 'Number.java.lang.Long', Value: '1' } } })],
    ['6: other fields', withWrapper({ Type: 7, Timestamp: 'never', TopicArn: null, Signature: [], More: true })],
  ])('%s is taken', (_rule, text) => taken(text));
  it('1: the event’s own type counts when the attribute differs', () => {
    const attribute = {
      MessageAttributes: { eventType: { Type: 'String', Value: 'accommodation.cas3.person.arrived' } },
    };
    taken(withWrapper(attribute));
  });
});

describe('rules 7 to 14: the event', () => {
  it('7: takes exactly the nine types', () => {
    expect(DELIUS_EVENT_TYPES).toHaveLength(9);
    for (const eventType of DELIUS_EVENT_TYPES) expect(readMessage(withEvent({ eventType })).eventType).toBe(eventType);
  });
  it.each([
    ['7: another type', withEvent({ eventType: 'accommodation.cas3.booking.extended' })],
    ['7: no type', body(without('eventType'))],
    ['8: version absent', body(without('version'))],
    ['8: version null', withEvent({ version: null })],
    ['8: version that is no number', withEvent({ version: 'one' })],
    ['9: occurredAt null', withEvent({ occurredAt: null })],
    ['9: occurredAt date only', withEvent({ occurredAt: '2024-06-10' })],
    ['9: occurredAt number', withEvent({ occurredAt: 1718060400 })],
    ['9: offset without colon', withEvent({ occurredAt: '2024-06-10T23:00:00+0100' })],
    ['9: space for T', withEvent({ occurredAt: '2024-06-10 23:00:00Z' })],
    ['10: detailUrl absent', body(without('detailUrl'))],
    ['10: detailUrl null', withEvent({ detailUrl: null })],
    ['10: detailUrl relative', withEvent({ detailUrl: '/events/cas3/booking-confirmed/1' })],
    ['10: detailUrl with a space', withEvent({ detailUrl: 'https://gateway.example/events /1' })],
    ['11: personReference missing', body(without('personReference'))],
    ['11: identifiers null', withEvent({ personReference: { identifiers: null } })],
    ['11: identifiers empty', people()],
    ['11: crn in lower case', people({ type: 'crn', value: 'X900001' })],
    ['11: NOMS only', people({ type: 'NOMS', value: 'A9001AA' })],
    ['11: a null value beside the CRN', people({ type: 'CRN', value: 'X900001' }, { type: 'NOMS', value: null })],
    ['11: a value missing beside the CRN', people({ type: 'CRN', value: 'X900001' }, { type: 'NOMS' })],
    ['13: additionalInformation as text', withEvent({ additionalInformation: 'x' })],
  ])('%s is dead', (_rule, text) => dead(text));
  it.each([
    ['8: version as text', withEvent({ version: '1' })],
    ['8: version 2', withEvent({ version: 2 })],
    ['8: version 1.5', withEvent({ version: 1.5 })],
    ['9: occurredAt absent', body(without('occurredAt'))],
    ['9: occurredAt without an offset', withEvent({ occurredAt: '2024-06-10T23:00:00' })],
    [
      '11: first CRN, any order, extra fields',
      people(
        { type: 'NOMS', value: 'A1' },
        { type: 'CRN', value: 'X900001', more: 1 },
        { type: 'CRN', value: 'X900002' },
      ),
    ],
    ['13: additionalInformation absent', body(without('additionalInformation'))],
    ['13: additionalInformation null', withEvent({ additionalInformation: null })],
    ['13: additionalInformation with anything', withEvent({ additionalInformation: { a: [1, { b: null }] } })],
    ['14: description null', withEvent({ description: null })],
    ['14: description a number, other fields', withEvent({ description: 5, publishedAt: 'x' })],
  ])('%s is taken', (_rule, text) => taken(text));
});

describe('published samples of our events', () => {
  const folder = join(__dirname, '../../../fixtures/events');
  const events = readdirSync(folder).filter((name) => !name.endsWith('.detail.json'));
  it.each(events)('%s is taken', (file) => {
    const event = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { eventType: string; detailUrl: string };
    expect(readMessage(body(event))).toMatchObject({ eventType: event.eventType, detailUrl: event.detailUrl });
  });
});
