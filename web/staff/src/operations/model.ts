/** What the operations APIs answer, as JSON carries it: instants are text. */

export interface ConsumerRow {
  readonly consumer: string;
  readonly sources: readonly string[];
  readonly types: readonly string[];
  readonly hasEffects: boolean;
  readonly paused: boolean;
  readonly changedBy: string | null;
  readonly reason: string | null;
  readonly changedAt: string | null;
  readonly parkedKeys: number;
  readonly deadLetters: number;
  readonly lag: number | null;
  readonly oldestSeconds: number | null;
  readonly passed: number | null;
  readonly circuit: 'open' | 'closed';
  readonly stalled: boolean;
}

export interface OutboxRow {
  readonly waiting: number;
  readonly oldestSeconds: number;
  readonly relays: number;
  readonly published: number;
}

/** A check of the service's doctor. */
export interface CheckRow {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
}

export interface DepthRow {
  readonly consumer: string;
  readonly failed: number;
  readonly waiting: number;
  readonly oldestSeconds: number;
}

export interface LetterRow {
  readonly id: string;
  readonly consumer: string;
  readonly key: string;
  readonly eventId: string;
  readonly type: string;
  readonly state: 'failed' | 'waiting' | 'discarded';
  readonly code: string;
  readonly errorClass: string;
  readonly attempts: number;
  readonly firstFailedAt: string;
  readonly lastFailedAt: string;
  readonly handlerVersion: string;
  readonly discardReason: string | null;
}

export interface Headers {
  readonly correlationid?: string;
  readonly causationid?: string;
  readonly traceparent?: string;
}

/** Class, code and place of an error and of its causes; never its message. */
export interface ErrorFacts {
  readonly type: string;
  readonly code?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly at: readonly string[];
  readonly cause?: ErrorFacts;
}

export interface LetterDetail extends LetterRow {
  /** Left out by a service of the version before. */
  readonly failure?: ErrorFacts | null;
  readonly event: {
    readonly source: string;
    readonly aggregateId: string;
    readonly version: number;
    readonly payload: string;
    readonly headers: Headers;
    readonly occurredAt: string;
  };
  readonly before: number;
}

export interface RedrivePlan {
  readonly consumer: string;
  readonly letters: number;
  readonly keys: readonly { key: string; letters: number; firstId: string; firstType: string; code: string }[];
}

export interface Redriven {
  readonly handled: number;
  readonly stillParked: readonly string[];
  readonly remaining: number;
}

export interface RunRow {
  readonly id: string;
  readonly consumer: string;
  readonly mode: string;
  readonly filter: Readonly<Record<string, string | readonly string[]>>;
  readonly state: 'running' | 'paused' | 'ready' | 'completed' | 'cancelled' | 'failed';
  readonly rate: number | null;
  readonly withEffects: boolean;
  readonly requestedBy: string;
  readonly reason: string;
  readonly to: string;
  readonly total: number;
  readonly delivered: number;
  readonly suppressed: number;
  readonly dropped: number;
  readonly skipped: number;
  readonly failed: number;
  readonly lastError: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly progress: {
    readonly processed: number;
    readonly total: number;
    readonly rate: number;
    readonly eta: number | null;
  };
}

export interface RunException {
  readonly eventId: string;
  readonly key: string;
  readonly type: string;
  readonly kind: string;
  readonly code: string;
}

export interface ReplayPlan {
  readonly total: number;
  readonly byType: Readonly<Record<string, number>>;
  readonly first: string | null;
  readonly last: string | null;
}

export interface EventRow {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly key: string;
  readonly aggregateId: string;
  readonly version: number;
  readonly partition: number;
  readonly offset: number | null;
  readonly occurredAt: string;
  readonly publishedAt: string | null;
  readonly headers: Headers;
  readonly data?: unknown;
}

export interface Journey {
  readonly consumed: readonly { consumer: string; runId: string | null; at: string }[];
  readonly letters: readonly {
    consumer: string;
    state: LetterRow['state'];
    code: string;
    attempts: number;
    at: string;
  }[];
  /** Left out by a service of the version before. */
  readonly released?: readonly {
    consumer: string;
    code: string;
    attempts: number;
    parkedAt: string;
    at: string;
    releasedBy: string;
    reason: string | null;
  }[];
  readonly retrying: readonly { consumer: string; attempts: number; error: string; at: string }[];
  readonly caused: readonly { id: string; type: string; at: string }[];
  readonly open: readonly { consumer: string; state: 'pending' | 'passed' | 'unknown' }[];
}

export interface LedgerRow {
  readonly operationId: string;
  readonly eventId: string;
  readonly bookingId: string | null;
  readonly person: string;
  readonly target: string;
  readonly operation: string;
  readonly state: string;
  readonly reason: string | null;
  readonly evidence: string | null;
  readonly warnings: readonly string[];
  readonly attempts: number;
  readonly fetches: number;
  readonly lastError: string | null;
  readonly recordedAt: string;
  readonly advice: string | null;
}

export interface LedgerOperation extends LedgerRow {
  readonly publishedAt: string | null;
  readonly takenAt: string | null;
  readonly lastReadAt: string | null;
  readonly confirmedAt: string | null;
  readonly history: readonly {
    readonly at: string;
    readonly what: string;
    readonly by?: string;
    readonly reason?: string;
  }[];
}

export interface Resent {
  readonly found: number;
  readonly resent: readonly string[];
  readonly refused: readonly { readonly operationId: string; readonly code: string }[];
}
