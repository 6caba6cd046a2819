import type { EventRecord } from '@throughcare/messaging/bench';

/** Gives records to the bus in order; resolves when it has them. */
export interface Sender {
  send(records: readonly EventRecord[]): Promise<void>;
  close(): Promise<void>;
}
