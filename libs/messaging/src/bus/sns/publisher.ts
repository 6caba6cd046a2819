import type { PublishBatchRequestEntry, SNSClient } from '@aws-sdk/client-sns';
import { PublishBatchCommand } from '@aws-sdk/client-sns';
import type { OutboxBatch } from '../bus';
import type { EventRecord } from '../../publish/event-record';
import { BATCH_BYTES, BATCH_ENTRIES, bodyOf, sizeOf } from './codec';
import { groupOf } from './names';

/** Batches on their way at once; no key is in two of them. */
const AT_ONCE = 8;

export interface BatchEntry {
  readonly record: EventRecord;
  readonly request: PublishBatchRequestEntry;
  readonly bytes: number;
}

const entryOf = (record: EventRecord): BatchEntry => {
  const body = bodyOf(record);
  return {
    record,
    bytes: sizeOf(record, body),
    request: {
      Id: record.id,
      Message: body,
      MessageGroupId: groupOf(record.key),
      MessageDeduplicationId: record.id,
      MessageAttributes: { eventType: { DataType: 'String', StringValue: record.type } },
    },
  };
};

type Sized = Pick<BatchEntry, 'bytes'> & { readonly record: Pick<EventRecord, 'key'> };

/**
 * Batches that may travel at once: each at most ten entries and 256 KiB, and no key twice in all of them. A batch answers
 * per entry, so with two of one key the first could fail while the second is taken, and the key would be out of order.
 */
export const nextBatches = <T extends Sized>(waiting: readonly T[]): T[][] => {
  const batches: T[][] = [];
  const seen = new Set<string>();
  let bytes = Infinity;
  for (const entry of waiting) {
    if (seen.has(entry.record.key)) continue;
    const current = batches.at(-1);
    if (current && current.length < BATCH_ENTRIES && bytes + entry.bytes <= BATCH_BYTES) current.push(entry);
    else if (batches.length === AT_ONCE) break;
    else {
      batches.push([entry]);
      bytes = 0;
    }
    bytes += entry.bytes;
    seen.add(entry.record.key);
  }
  return batches;
};

/** Publishes batches to the source's FIFO topic and settles exactly what SNS took, entry by entry. */
export class SnsPublisher {
  constructor(
    private readonly client: Pick<SNSClient, 'send'>,
    private readonly topicArnOf: (source: string) => string,
  ) {}

  /** Throws when SNS refused an entry or did not answer; what it took is settled, the rest stays for the relay. */
  async publish(outbox: OutboxBatch): Promise<void> {
    let waiting = (await outbox.records()).map(entryOf);
    while (waiting.length > 0) {
      const batches = nextBatches(waiting);
      const answers = await Promise.allSettled(batches.map((batch) => this.send(batch)));
      const taken = new Set(answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])));
      const sent = batches.flat();
      const accepted = sent.filter(({ record }) => taken.has(record.id));
      if (accepted.length > 0) await outbox.settle(accepted.map(({ record }) => record));
      const failed = answers.find((answer) => answer.status === 'rejected');
      if (failed) throw failed.reason;
      if (accepted.length < sent.length) throw new Error('SNS_ENTRIES_REFUSED');
      const done = new Set(sent);
      waiting = waiting.filter((entry) => !done.has(entry));
    }
  }

  /** @returns ids of the entries that SNS says it has; an entry it does not mention is not taken. */
  private async send(batch: readonly BatchEntry[]): Promise<readonly string[]> {
    const { Successful = [] } = await this.client.send(
      new PublishBatchCommand({
        TopicArn: this.topicArnOf(batch[0]?.record.source ?? ''),
        PublishBatchRequestEntries: batch.map(({ request }) => request),
      }),
    );
    return Successful.flatMap(({ Id }) => (Id === undefined ? [] : [Id]));
  }
}
