import type { Delivery } from '../bus';

/** A received message that is not deleted yet. */
export interface InFlight {
  readonly receipt: string;
  readonly delivery: Delivery;
}

const keyOf = (source: string, partition: number, offset: number) => `${source}/${partition}/${offset}`;

/** What was received and is not settled. SQS has no offsets: each receipt gets the next number of its source and partition. */
export class InFlightMessages {
  private readonly messages = new Map<string, InFlight>();
  private offset = 0;

  get size(): number {
    return this.messages.size;
  }

  add(receipt: string, record: Delivery['record']): Delivery {
    const delivery: Delivery = { record, offset: (this.offset += 1), wanted: true };
    this.messages.set(keyOf(record.source, record.partition, delivery.offset), { receipt, delivery });
    return delivery;
  }

  /** Takes settled deliveries out and returns the receipts to delete. */
  settle(deliveries: readonly Delivery[]): string[] {
    return deliveries.flatMap(({ record, offset }) => this.take(keyOf(record.source, record.partition, offset)));
  }

  /** Takes out everything of one source and partition, oldest first. */
  takePartition(source: string, partition: number): string[] {
    const keys = [...this.messages]
      .filter(([, { delivery }]) => delivery.record.source === source && delivery.record.partition === partition)
      .map(([key]) => key);
    return keys.flatMap((key) => this.take(key));
  }

  receipts(): string[] {
    return [...this.messages.values()].map(({ receipt }) => receipt);
  }

  private take(key: string): string[] {
    const message = this.messages.get(key);
    this.messages.delete(key);
    return message ? [message.receipt] : [];
  }
}
