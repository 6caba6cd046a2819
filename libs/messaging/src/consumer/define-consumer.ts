export type HandlerKind = 'projection' | 'effect';

interface ConsumerOptions<Batch extends boolean> {
  /**
   * `projection` (default) runs in the consumer's transaction and may touch nothing but the own database.
   * `effect` runs outside any transaction, one by one, at least once: it must be idempotent.
   */
  readonly kind?: HandlerKind;
  /** Handlers get arrays: all consecutive events of a handler in a batch. Projections only. */
  readonly batch?: Batch;
}

export interface Consumer<Batch extends boolean = boolean> {
  readonly name: string;
  readonly kind: HandlerKind;
  readonly batch: Batch;
}

/**
 * A consumer and its options, said once. The name stays for ever: position, inbox and dead letters are kept under it, and handlers of
 * one name in a service share them.
 */
export const defineConsumer = <const Batch extends boolean = false>(
  name: string,
  { kind = 'projection', batch }: ConsumerOptions<Batch> = {},
): Consumer<Batch> => ({ name, kind, batch: (batch ?? false) as Batch });
