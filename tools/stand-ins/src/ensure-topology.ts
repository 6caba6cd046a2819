// Makes the HMPPS topic, queues and filters on an emulator that is not ours (LocalStack): a step before the system starts.
import { loadConfig } from './config';
import { ensureTopology } from './messaging/topology';
import { topologyOf } from './start';

const main = async (): Promise<void> => {
  const config = loadConfig(process.env);
  if (!config.AWS_ENDPOINT_URL) throw new Error('AWS_ENDPOINT_URL: missing');
  const { topicArn } = await ensureTopology(
    { endpoint: config.AWS_ENDPOINT_URL, region: config.AWS_REGION },
    topologyOf(config),
  );
  console.log(`${topicArn} and its queues are there`);
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
