import type { Delivery } from '../bus';

/** A received message that is not deleted yet. */
interface InFlight {
  readonly receipt: string;
  readonly delivery: Delivery;
  readonly bytes: number;
}

const keyOf = ({ record: { source, partition }, offset }: Delivery) => `${source}/${partition}/${offset}`;

/** What was received and is not settled. SQS has no offsets: each receipt gets the next number of its source and partition. */
export class InFlightMessages {
  private readonly messages = new Map<string, InFlight>();
  private offset = 0;
  /** Of the payloads. */
  bytes = 0;

  get size(): number {
    return this.messages.size;
  }

  add(receipt: string, record: Delivery['record'], wanted: boolean): Delivery {
    const delivery: Delivery = { record, offset: (this.offset += 1), wanted };
    const bytes = Buffer.byteLength(record.payload);
    this.messages.set(keyOf(delivery), { receipt, delivery, bytes });
    this.bytes += bytes;
    return delivery;
  }

  /** Takes settled deliveries out and returns the receipts to delete. */
  settle(deliveries: readonly Delivery[]): string[] {
    return deliveries.flatMap((delivery) => this.take(keyOf(delivery)));
  }

  /** Takes out everything of one source and partition, oldest first. */
  takePartition(source: string, partition: number): string[] {
    const keys = [...this.messages]
      .filter(([, { delivery }]) => delivery.record.source === source && delivery.record.partition === partition)
      .map(([key]) => key);
    return keys.flatMap((key) => this.take(key));
  }

  /** Takes out everything, oldest first. */
  takeAll(): string[] {
    return [...this.messages.keys()].flatMap((key) => this.take(key));
  }

  receipts(): string[] {
    return [...this.messages.values()].map(({ receipt }) => receipt);
  }

  private take(key: string): string[] {
    const message = this.messages.get(key);
    if (!message) return [];
    this.messages.delete(key);
    this.bytes -= message.bytes;
    return [message.receipt];
  }
}
