import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../samples');

/** Text of a sample of another system, e.g. `hmpps-events/prison-offender-events.prisoner.released.sqs.json`. */
export const sample = (name: string): string => readFileSync(join(root, name), 'utf8');
export const sampleJson = <T = Record<string, unknown>>(name: string): T => JSON.parse(sample(name)) as T;
export const messageSamples = (): string[] =>
  readdirSync(join(root, 'hmpps-events')).filter((name) => name.endsWith('.json') && !name.endsWith('.detail.json'));

/** What the queue's subscription lets through in every environment. */
export const subscriptionFilter = (): object =>
  JSON.parse(readFileSync(join(root, '../../../infra/bus/hmpps-subscription.json'), 'utf8')) as object;

/** The same event inside an SNS notification, as SQS hands it over. */
export const notification = (event: object | string, wrapper: object = {}): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: '11111111-2222-4333-8444-555555555555',
    Message: typeof event === 'string' ? event : JSON.stringify(event),
    Timestamp: '2026-03-02T10:00:00.000Z',
    ...wrapper,
  });
