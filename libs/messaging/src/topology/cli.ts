import { readFileSync } from 'node:fs';
import { busSettings } from '../bus-settings';
import { snsOptions } from '../bus-from-env';
import { awsClients } from '../sns/sns-bus';
import { deployTopology, policyDrift, topologyDrift } from './deploy';
import { TopologyDocument } from './document';

const USAGE = `Usage: node libs/messaging/dist/topology/cli.js create|check [file]
  create  makes topics, queues, policies, subscriptions and filters of the bus that EVENT_BUS names
  check   compares an SNS environment with the file; exits with 1 on a difference
The file is infra/bus/topology.json, generated from the handlers of every service.`;

const say = (sentence: string) => process.stdout.write(`${sentence}\n`);

const check = async (document: TopologyDocument): Promise<number> => {
  const settings = busSettings(process.env);
  if (settings.EVENT_BUS !== 'sns') throw new Error('Only SNS has filters to check: set EVENT_BUS=sns');
  const { region, accountId } = snsOptions(settings);
  const { sns, sqs } = awsClients(snsOptions(settings));
  const place = { region, accountId, operatorRoleArn: settings.SNS_BUS_OPERATOR_ROLE_ARN };
  const differences = [
    ...(await topologyDrift(document, sns, (topic) => `arn:aws:sns:${region}:${accountId}:${topic}`)),
    ...(await policyDrift(document, sqs, place)),
  ];
  sns.destroy();
  sqs.destroy();
  say(differences.length === 0 ? 'No difference' : differences.join('\n'));
  return differences.length === 0 ? 0 : 1;
};

const main = async ([verb, file = 'infra/bus/topology.json']: readonly string[]): Promise<number> => {
  if (verb !== 'create' && verb !== 'check') {
    say(USAGE);
    return 2;
  }
  const document = TopologyDocument.parse(JSON.parse(readFileSync(file, 'utf8')));
  if (verb === 'check') return check(document);
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
