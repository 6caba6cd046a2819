/** One consumer of one service: what its handlers take. The bus's topology follows from these and from nothing else. */
export interface ConsumerTopology {
  /** The service whose handlers these are. */
  readonly owner: string;
  readonly consumer: string;
  readonly sources: readonly string[];
  readonly types: readonly string[];
}
