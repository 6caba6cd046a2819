/**
 * kafkajs 2.2.4 re-arms a timer in every connection, for ever, with a delay that is almost always negative: a thousand
 * wake-ups a second and connection for nothing. It has something to wait for only while the broker throttles us or
 * requests wait for a free slot; in the second case, the answer that frees the slot checks the queue anyway.
 */
interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  scheduleCheckPendingRequests(): void;
}

const CURED = Symbol.for('throughcare.kafkajs.calm-timers');
const WAITING_MS = 10;

/** Cures the loaded kafkajs once. Throws when a later kafkajs no longer has the method, so that nobody believes it cured. */
export const calmKafkaTimers = (): void => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an internal of the pinned kafkajs, which has no types
  const queue = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue & { [CURED]?: true } };
  const { prototype } = queue;
  if (prototype[CURED]) return;
  if (typeof prototype.scheduleCheckPendingRequests !== 'function')
    throw new Error('This kafkajs has another request queue');
  const check = (prototype as unknown as { checkPendingRequests(this: RequestQueue): void }).checkPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    const throttled = this.throttledUntil - Date.now();
    if (this.throttleCheckTimeoutId || (this.pending.length === 0 && throttled <= 0)) return;
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        check.call(this);
      },
      Math.max(throttled, WAITING_MS),
    );
  };
  prototype[CURED] = true;
};
