import { startStandIn, type StandIn, type StandInOptions } from '../kit/stand-in';
import { Store } from '../kit/store';
import { emulator } from './fauxqs';
import { emptyQueues, messagingControl } from './messaging.control';
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
  const address = { endpoint: `http://127.0.0.1:${options.port}`, region: options.region };
  const standIn = await startStandIn(
    {
      name: 'messaging',
      store: new Store('messaging', () => ({})),
      errorBody,
      app,
      control: (control) => messagingControl(control, address),
      afterReset: () => emptyQueues(address),
    },
    options,
  );
  const { topicArn } = await ensureTopology(address, options.topology);
  return { ...standIn, topicArn };
};
