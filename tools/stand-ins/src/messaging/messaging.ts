import { startStandIn, type StandIn, type StandInOptions } from '../kit/stand-in';
import { Store } from '../kit/store';
import { emulator } from './fauxqs';
import { ensureTopology, type Topology } from './topology';

export interface MessagingOptions extends StandInOptions {
  region: string;
  topology: Topology;
  folder?: string;
}

const errorBody = (status: number, message: string): unknown => ({ __type: `com.amazonaws#${status}`, message });

/** SNS and SQS on one loopback port, with the topic and the queues that the local system needs. */
export const startMessaging = async (options: MessagingOptions): Promise<StandIn & { topicArn: string }> => {
  const app = await emulator(options.region, options.folder);
  const standIn = await startStandIn(
    { name: 'messaging', store: new Store('messaging', () => ({})), errorBody, app },
    options,
  );
  const { topicArn } = await ensureTopology({ endpoint: standIn.url, region: options.region }, options.topology);
  return { ...standIn, topicArn };
};
