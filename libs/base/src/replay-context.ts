import { AsyncLocalStorage } from 'node:async_hooks';
import { count } from './metrics';

/** The running code repeats history for a recorded run. It reaches everything the handler calls, whatever the author remembered. */
export interface ReplayContext {
  readonly runId: string;
  /** An operator asked for effects, gave a reason, and it was audited. */
  readonly withEffects: boolean;
  /** Called with the number of outgoing events that were not appended. */
  readonly dropped: (events: number) => void;
}

const storage = new AsyncLocalStorage<ReplayContext>();

/** Runs `work` as part of a replay: appends are dropped and outbound clients refuse, unless the run is with effects. */
export const runInReplay = <T>(context: ReplayContext, work: () => T): T => storage.run(context, work);

/** The replay that the running code belongs to. */
export const currentReplay = (): ReplayContext | undefined => storage.getStore();

/** A replay wanted to reach outside. Permanent: it would be refused again. */
export class OutboundRefused extends Error {
  readonly kind = 'conflict';
  readonly code = 'OUTBOUND_REFUSED_IN_REPLAY';
  constructor(readonly target: string) {
    super('OUTBOUND_REFUSED_IN_REPLAY');
    this.name = 'OutboundRefused';
  }
}

/** Every client that leaves the process asks here before it sends. Throws {@link OutboundRefused} during a replay without effects. */
export const outboundGate = (target: string): void => {
  const replay = storage.getStore();
  if (!replay || replay.withEffects) return;
  count('outbound_refused', 1, { target });
  throw new OutboundRefused(target);
};

/** True when outgoing events of the running code are to be dropped; they are counted here. */
export const dropsAppends = (events: number): boolean => {
  const replay = storage.getStore();
  if (!replay || replay.withEffects) return false;
  if (events > 0) replay.dropped(events);
  return true;
};
