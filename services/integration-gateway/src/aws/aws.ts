import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { GatewayConfig } from '../config';

type AwsConfig = Pick<GatewayConfig, 'AWS_REGION' | 'AWS_ENDPOINT_URL'>;

/** An emulator takes any credentials; AWS itself those of the usual chain. */
const place = ({ AWS_REGION: region, AWS_ENDPOINT_URL: endpoint }: AwsConfig) => ({
  region,
  ...(endpoint !== undefined && { endpoint }),
  ...(endpoint !== undefined &&
    process.env['AWS_ACCESS_KEY_ID'] === undefined && {
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
});

/** Longer than the longest poll: by then a queue that took the call and never answered has been lost. */
const QUEUE_PATIENCE_MS = 30_000;

export const sqsClient = (config: AwsConfig, requestTimeout = QUEUE_PATIENCE_MS): SQSClient =>
  new SQSClient({
    ...place(config),
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 2_000, requestTimeout, throwOnRequestTimeout: true },
  });

/** One attempt a call: the SDK's own retry would send twice without asking the ledger. */
export const snsClient = (config: AwsConfig): SNSClient =>
  new SNSClient({
    ...place(config),
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
  });
