import { readFileSync } from 'node:fs';
import { SNSClient } from '@aws-sdk/client-sns';
import { parseArgs } from 'node:util';
import { kafkaOptions, snsOptions } from '../bus-from-env';
import { type BusSettings, busSettings } from '../bus-settings';
import { sourceOf } from '../kafka/codec';
import { kafkaDrift } from '../kafka/kafka-bus';
import { awsClients } from '../sns/sns-bus';
import { deployTopology, policyDrift, subscriptionDrift, topologyDrift } from './deploy';
import { TopologyDocument } from './document';
import { rolloutPlan } from './rollout.rules';

const USAGE = `Usage: node libs/messaging/dist/bus/topology/cli.js create|check [file] [--from FILE]
  create  makes topics, queues, policies, subscriptions and filters of the bus that EVENT_BUS names
  check   compares the environment with the file: filters and policies on SNS, topics and their settings on Kafka;
          with --from, the file of the release that runs now, says in which order to deploy. Exits with 1 on a difference
The file is infra/bus/topology.json, generated from the handlers of every service.`;

const SUBSCRIPTION = 'infra/bus/hmpps-subscription.json';

const say = (sentence: string) => process.stdout.write(`${sentence}\n`);

const read = (file: string): TopologyDocument => TopologyDocument.parse(JSON.parse(readFileSync(file, 'utf8')));

const snsDrift = async (document: TopologyDocument, settings: Extract<BusSettings, { EVENT_BUS: 'sns' }>) => {
  const { region, accountId } = snsOptions(settings);
  const { sns, sqs } = awsClients(snsOptions(settings));
  const place = { region, accountId, operatorRoleArn: settings.SNS_BUS_OPERATOR_ROLE_ARN };
  try {
    return [
      ...(await topologyDrift(document, sns, (topic) => `arn:aws:sns:${region}:${accountId}:${topic}`)),
      ...(await policyDrift(document, sqs, place)),
    ];
  } finally {
    sns.destroy();
    sqs.destroy();
  }
};

/** The queue that HMPPS events come to, whichever bus ours is. */
const hmppsDrift = async (): Promise<string[]> => {
  const { HMPPS_TOPIC_ARN: topicArn, HMPPS_QUEUE_NAME: queue, AWS_REGION, AWS_ENDPOINT_URL: endpoint } = process.env;
  if (!topicArn || !queue) return [];
  const sns = new SNSClient({ region: AWS_REGION ?? 'eu-west-2', ...(endpoint && { endpoint }) });
  try {
    return await subscriptionDrift(sns, { topicArn, queue, filterPolicy: readFileSync(SUBSCRIPTION, 'utf8') });
  } finally {
    sns.destroy();
  }
};

const driftOf = async (document: TopologyDocument): Promise<string[]> => [
  ...(await busDrift(document)),
  ...(await hmppsDrift()),
];

const busDrift = async (document: TopologyDocument): Promise<string[]> => {
  const settings = busSettings(process.env);
  if (settings.EVENT_BUS === 'sns') return snsDrift(document, settings);
  if (settings.EVENT_BUS === 'kafka')
    return kafkaDrift({ ...kafkaOptions(settings, 'topology'), sources: document.kafka.topics.map(sourceOf) });
  return [];
};

/** Between releases a filter that is not applied yet is the plan itself; the plan has to be sound, and is said first. */
const check = async (document: TopologyDocument, from: string | undefined): Promise<number> => {
  const plan = from === undefined ? { steps: [], problems: [] } : rolloutPlan(read(from), document);
  for (const sentence of [...plan.steps, ...plan.problems]) say(sentence);
  const differences = from === undefined ? await driftOf(document) : [];
  for (const difference of differences) say(difference);
  const wrong = plan.problems.length + differences.length;
  if (wrong + plan.steps.length === 0) say('No difference');
  return wrong === 0 ? 0 : 1;
};

const main = async (args: readonly string[]): Promise<number> => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { from: { type: 'string' } },
  });
  const [verb, file = 'infra/bus/topology.json'] = positionals;
  if (verb !== 'create' && verb !== 'check') {
    say(USAGE);
    return 2;
  }
  const document = read(file);
  if (verb === 'check') return check(document, values.from);
  const replicas = process.env['KAFKA_REPLICATION_FACTOR'];
  say(await deployTopology(document, busSettings(process.env), replicas ? Number(replicas) : undefined));
  return 0;
};

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
