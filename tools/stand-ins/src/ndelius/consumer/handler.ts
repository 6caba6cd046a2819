import type { Store } from '../../kit/store';
import type { DeliusState } from '../ndelius.state';
import { DataFault, type AddressChange } from './address.rules';
import { applyEvent, personOf } from './apply';
import { FetchFault, fetchDetail, NoAnswer, type DetailClientOptions } from './detail-client';
import { nameOf, readDetail, type EventName } from './detail.schema';
import { MessageFault, readMessage } from './message.schema';

export interface HandlerOptions extends DetailClientOptions {
  store: Store<DeliusState>;
  now: () => Date;
  /** Waits as long as it takes from a detail that was read to its use. */
  untilUsed: (name: EventName) => Promise<void>;
  /** Sends one address event; after the rows are written, so a failure here repeats them. */
  publish: (crn: string, change: AddressChange) => Promise<void>;
}

/** Person first, then the detail: an unknown CRN of these is never fetched. */
const PERSON_FIRST = ['person.arrived', 'person.departed', 'person.arrived.updated'];

/** Handles one SQS body; throws when the message stays on the queue. There is no inbox: a repeat runs again. */
export const handle = async (body: string, options: HandlerOptions): Promise<void> => {
  const { store, now, publish, untilUsed } = options;
  const event = readMessage(body);
  const name = nameOf(event.eventType);
  if (PERSON_FIRST.includes(name)) personOf(store.state, event.crn);
  const detail = await fetchDetail(options, event.detailUrl, (text) => readDetail(name, text));
  await untilUsed(name);
  const changes = applyEvent(store.state, event.crn, detail, now());
  await store.save();
  for (const change of changes) await publish(event.crn, change);
};

/** Which kind of trouble kept a message on the queue. */
export const faultOf = (error: unknown): 'message' | 'fetch' | 'data' | 'other' => {
  if (error instanceof MessageFault) return 'message';
  if (error instanceof FetchFault || error instanceof NoAnswer) return 'fetch';
  return error instanceof DataFault ? 'data' : 'other';
};
