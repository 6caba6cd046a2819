import { ListSubscriptionsByTopicCommand, SetSubscriptionAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { busFromEnv } from '../bus-from-env';
import { busSettings } from '../bus-settings';
import { topicName } from '../sns/names';
import { awsClients } from '../sns/sns-bus';
import { describeWithBroker } from '../../../proof/harness/describe-with-broker';
import { scratchDatabase, type ScratchDatabase } from '../../../proof/harness/scratch-database';
import { startService } from '../../../proof/harness/test-service';
import { deployTopology, topologyDrift } from './deploy';
import { topologyDocument } from './document';

const account = '000000000000';
const region = 'eu-west-2';
const consumers = [
  { owner: 'passport', consumer: 'passport.accommodation', sources: ['booking'], types: [BookingConfirmed.type] },
  { owner: 'referral', consumer: 'watch', sources: ['assessment'], types: [AssessmentClosed.type] },
];
const document = topologyDocument(consumers);
const arnOf = (topic: string) => `arn:aws:sns:${region}:${account}:${topic}`;

describeWithBroker('localstack', 'SNS and SQS as deployment makes them', (broker) => {
  let env: Record<string, string>;
  let sns: SNSClient;
  let db: ScratchDatabase;

  beforeAll(async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
    const endpoint = broker().address;
    env = { EVENT_BUS: 'sns', SNS_BUS_REGION: region, SNS_BUS_ACCOUNT_ID: account, SNS_BUS_ENDPOINT_URL: endpoint };
    sns = awsClients({ region, endpoint }).sns;
    db = await scratchDatabase(['booking', 'passport']);
  }, 180_000);
  afterAll(async () => {
    sns.destroy();
    await db.drop();
  }, 180_000);

  const drift = () => topologyDrift(document, sns, arnOf);

  it('is what the handlers ask for, however often it is made', async () => {
    expect(await drift().catch(() => ['nothing there'])).not.toEqual([]);
    await deployTopology(document, busSettings(env));
    await deployTopology(document, busSettings(env));
    expect(await drift()).toEqual([]);
  }, 180_000);

  it('shows a filter that somebody changed by hand, and a subscription that nobody handles', async () => {
    const { Subscriptions = [] } = await sns.send(
      new ListSubscriptionsByTopicCommand({ TopicArn: arnOf(topicName('booking')) }),
    );
    const [subscription] = Subscriptions;
    await sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn: subscription?.SubscriptionArn,
        AttributeName: 'FilterPolicy',
        AttributeValue: JSON.stringify({ eventType: ['another.type'] }),
      }),
    );
    const [queue] = document.sns.queues.map((each) => each.queue);
    expect(await drift()).toEqual([
      `${queue} has another filter on throughcare-booking.fifo than its handlers ask for`,
    ]);
    const without = topologyDocument(consumers.slice(1));
    expect(await topologyDrift(without, sns, arnOf)).toEqual([
      `${queue} is subscribed to throughcare-booking.fifo and nothing handles it`,
    ]);
    await deployTopology(document, busSettings(env));
    expect(await drift()).toEqual([]);
  }, 180_000);

  it('carries events in order, those too large for a message with a claim on the event log', async () => {
    const seen: [version: number, notes: number][] = [];
    const [reading, writing] = [await db.open('passport'), await db.open('booking')];
    const bus = (owner: string, source: typeof reading) => ({ bus: busFromEnv(env, owner, source) });
    const consumer = { consumer: 'passport.accommodation', type: BookingConfirmed.type };
    const handle = ({ aggregateversion, data }: { aggregateversion: number; data: unknown }) =>
      void seen.push([aggregateversion, (data as typeof BookingConfirmed.example).notes.length]);
    const passport = await startService(db, 'passport', [{ ...consumer, handle }], bus('passport', reading));
    const booking = await startService(db, 'booking', [], bus('booking', writing));
    for (const [index, notes] of [10, 300_000, 20].entries()) {
      await booking.messaging.unitOfWork.run(async (_tx, publish) =>
        publish({ id: '7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11', key: 'X900001', version: index + 1 }, [
          BookingConfirmed.of({ ...BookingConfirmed.example, notes: 'n'.repeat(notes) }),
        ]),
      );
    }
    const limit = Date.now() + 120_000;
    while (seen.length < 3 && Date.now() < limit) await new Promise((resolve) => setTimeout(resolve, 100));
    const samples = await passport.messaging.gauges.read();
    const lag = samples.find(({ name }) => name === 'throughcare_consumer_lag_events');
    await Promise.all([booking.stop(), passport.stop()]);
    expect(lag).toMatchObject({ labels: { consumer: 'passport.accommodation' }, value: expect.any(Number) as number });
    expect(seen).toEqual([
      [1, 10],
      [2, 300_000],
      [3, 20],
    ]);
  }, 300_000);
});
