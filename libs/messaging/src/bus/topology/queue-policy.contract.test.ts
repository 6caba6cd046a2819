import { GetQueueAttributesCommand, GetQueueUrlCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { busSettings } from '../bus-settings';
import { awsClients } from '../sns/sns-bus';
import { describeWithBroker } from '../../../proof/harness/describe-with-broker';
import { deployTopology, policyDrift } from './deploy';
import { topologyDocument } from './document';
import { policyProblems } from './queue-policy';

const [region, accountId] = ['eu-west-2', '000000000000'];
const operatorRoleArn = 'arn:aws:iam::000000000000:role/operators';
const document = topologyDocument([
  { owner: 'passport', consumer: 'passport.accommodation', sources: ['booking'], types: [BookingConfirmed.type] },
]);

const policiesAreSet = (endpointOf: () => string) => {
  let sqs: SQSClient;
  let env: Record<string, string>;

  beforeAll(async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
    const endpoint = endpointOf();
    env = { EVENT_BUS: 'sns', SNS_BUS_REGION: region, SNS_BUS_ACCOUNT_ID: accountId, SNS_BUS_ENDPOINT_URL: endpoint };
    sqs = awsClients({ region, endpoint }).sqs;
    await deployTopology(document, busSettings({ ...env, SNS_BUS_OPERATOR_ROLE_ARN: operatorRoleArn }));
  }, 180_000);
  afterAll(() => sqs.destroy());

  const urlOf = async (QueueName: string) => (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  const policyAt = async (queue: string) => {
    const QueueUrl = await urlOf(queue);
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
    return JSON.parse(Attributes?.['Policy'] ?? '{"Statement":[]}') as { Statement: { Sid: string }[] };
  };
  const [{ queue, deadLetters } = { queue: '', deadLetters: '' }] = document.sns.queues;
  const drift = () => policyDrift(document, sqs, { region, accountId, operatorRoleArn });

  it('take messages of their topics only, encrypted only', async () => {
    for (const name of [queue, deadLetters]) expect([name, policyProblems(await policyAt(name))]).toEqual([name, []]);
    expect((await policyAt(queue)).Statement.map(({ Sid }) => Sid)).toEqual([
      'TopicsOnly',
      'NobodyElse',
      'EncryptedOnly',
    ]);
    expect(await drift()).toEqual([]);
  });

  it('are told apart from one that somebody opened by hand, and closed again', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*' }],
    });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: await urlOf(queue), Attributes: { Policy } }));
    expect(await drift()).toEqual([`${queue} has another policy than its topics need`]);
    await deployTopology(document, busSettings({ ...env, SNS_BUS_OPERATOR_ROLE_ARN: operatorRoleArn }));
    expect(await drift()).toEqual([]);
    expect(await policyDrift(document, sqs, { region, accountId })).toEqual([
      `${queue} has another policy than its topics need`,
    ]);
  });
};

for (const kind of ['emulator', 'localstack'] as const)
  describeWithBroker(kind, `queues as deployment makes them in ${kind}`, (broker) =>
    policiesAreSet(() => broker().address),
  );
