import type { PublishBatchRequestEntry, SNSClient } from '@aws-sdk/client-sns';
import { PublishBatchCommand } from '@aws-sdk/client-sns';
import type { OutboxBatch } from '../bus';
import type { EventRecord } from '../event-record';
import { BATCH_BYTES, BATCH_ENTRIES, bodyOf } from './codec';
import { groupOf } from './names';

interface Entry {
  readonly record: EventRecord;
  readonly request: PublishBatchRequestEntry;
  readonly bytes: number;
}

const entryOf = (record: EventRecord): Entry => {
  const body = bodyOf(record);
  return {
    record,
    bytes: Buffer.byteLength(body) + record.type.length + 64,
    request: {
      Id: record.id,
      Message: body,
      MessageGroupId: groupOf(record.key),
      MessageDeduplicationId: record.id,
      MessageAttributes: { eventType: { DataType: 'String', StringValue: record.type } },
    },
  };
};

/**
 * The next batch: at most ten entries and 256 KiB, and no key twice. A batch answers per entry, so with two of one key
 * the first could fail while the second is taken, and the key would be out of order.
 */
export const nextBatch = (waiting: readonly Entry[]): Entry[] => {
  const batch: Entry[] = [];
  const seen = new Set<string>();
  let bytes = 0;
  for (const entry of waiting) {
    const { key } = entry.record;
    const fits = batch.length < BATCH_ENTRIES && bytes + entry.bytes <= BATCH_BYTES;
    if (!seen.has(key) && fits) {
      batch.push(entry);
      bytes += entry.bytes;
    }
    seen.add(key); // what is left out holds back the rest of its key
    if (batch.length === BATCH_ENTRIES) break;
  }
  return batch;
};

/** Publishes batches to the source's FIFO topic and settles exactly what SNS took, entry by entry. */
export class SnsPublisher {
  constructor(
    private readonly client: SNSClient,
    private readonly topicArnOf: (source: string) => string,
  ) {}

  /** Throws when SNS refused an entry; what it took is settled, the rest stays for the relay. */
  async publish(outbox: OutboxBatch): Promise<void> {
    let waiting = (await outbox.records()).map(entryOf);
    while (waiting.length > 0) {
      const batch = nextBatch(waiting);
      const taken = await this.send(batch);
      await outbox.settle(batch.filter(({ record }) => taken.has(record.id)).map(({ record }) => record));
      if (taken.size < batch.length) throw new Error('SNS_ENTRIES_REFUSED');
      waiting = waiting.filter((entry) => !batch.includes(entry));
    }
  }

  private async send(batch: readonly Entry[]): Promise<ReadonlySet<string>> {
    const source = batch[0]?.record.source;
    if (source === undefined) throw new Error('An entry is larger than a batch may be');
    const { Successful = [] } = await this.client.send(
      new PublishBatchCommand({
        TopicArn: this.topicArnOf(source),
        PublishBatchRequestEntries: batch.map(({ request }) => request),
      }),
    );
    return new Set(Successful.flatMap(({ Id }) => (Id === undefined ? [] : [Id])));
  }
}
