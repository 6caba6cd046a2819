// What a team might pick instead of us, doing the same work: change a row and publish in one transaction, take effect in a
// consumer's transaction once. Each as its documentation asks for it.
export const PEERS = {
  graphileWorker: {
    package: 'graphile-worker',
    promises:
      'no order; a job runs at least once, so an inbox row of our own makes the effect once; locks of a crashed worker last 4 hours',
  },
  graphileWorkerOrdered: {
    package: 'graphile-worker',
    promises:
      'named queues run one job at a time, by the start of the business transaction; a failing job is overtaken; else as without order',
  },
  pgBoss: {
    package: 'pg-boss',
    promises:
      'no order; transactional workers commit effect and completion together; after a crash a job comes back in 15 minutes',
  },
  pgBossFifo: {
    package: 'pg-boss',
    promises:
      'key_strict_fifo: per key by the start of the business transaction, a failing job holds its key; else as without order',
  },
} as const;

export type Peer = keyof typeof PEERS;

/** What a job carries. */
export interface Change {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  /** Milliseconds since the epoch, when it was decided. */
  readonly at: number;
}

/** The consumer's own memory of what had its effect, where the peer leaves that to us. */
export const INBOX = 'create table if not exists assessment.peer_inbox (id uuid primary key)';
export const ADMIT = 'insert into assessment.peer_inbox (id) values ($1) on conflict do nothing';
