import type { Load } from '../writers';

export const BUS_KINDS = ['kafka', 'sns', 'postgres'] as const;
export type BusKind = (typeof BUS_KINDS)[number];
export const isBusKind = (name: string): name is BusKind => BUS_KINDS.some((kind) => kind === name);

/** `nest` only consumes: the stock Kafka transport, one transaction per message. */
export type Side = 'ours' | 'native' | 'nest';
export type Part = 'producer' | 'consumer';

/** What one process of a measurement is. */
export interface Setting {
  readonly side: Side;
  readonly part: Part;
  readonly bus: BusKind;
  /** Kafka: `host:port`; SNS: endpoint; nothing for the embedded bus. */
  readonly address: string;
  readonly url: string;
  readonly consumer: string;
  /** A handler that waits this long inside its transaction, as for another system. */
  readonly waitMs?: number;
}

/** Milliseconds since 1970 at which each event was taken (its effect committed, or the bus accepted it), and how old it was. */
export interface Taken {
  readonly at: readonly number[];
  readonly latencyMs: readonly number[];
  /** When work on the first of them began, where that is known. */
  readonly since?: number;
}

export interface Cost {
  readonly cpuMs: number;
  readonly memoryMb: number;
}

/** One process at work. */
export interface Member {
  /** A producer writes; returns how many transactions. */
  run(load: Load): Promise<number>;
  /** Since the last call. */
  taken(): Taken;
  /** A consumer of ours receives nothing while held. */
  hold(held: boolean): Promise<void>;
  stop(): Promise<void>;
}

export type Order =
  | { readonly run: Load }
  | { readonly taken: true }
  | { readonly hold: boolean }
  | { readonly cost: true }
  | { readonly stop: true };
