/**
 * kafkajs 2.2.4 gives up a join that fails for a reason that passes (a coordinator that is still loading, a broken
 * connection) and fetches on as the member it was before: from positions that we were told to forget, with commits to a
 * broker that is no longer the coordinator, after `UNKNOWN_MEMBER_ID` even without heartbeats. Here such a join is tried
 * again; when it never succeeds, the consumer crashes and starts anew from what is committed.
 */
interface ConsumerGroup {
  readonly retrier: (attempt: () => Promise<void>) => Promise<void>;
  joinAndSync(): Promise<void>;
}

const CURED = Symbol.for('throughcare.kafkajs.whole-joins');

/** Cures the loaded kafkajs once. Throws when a later kafkajs no longer has the method, so that nobody believes it cured. */
export const joinKafkaGroupsWholly = (): void => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an internal of the pinned kafkajs, which has no types
  const group = require('kafkajs/src/consumer/consumerGroup') as { prototype: ConsumerGroup & { [CURED]?: true } };
  const { prototype } = group;
  if (prototype[CURED]) return;
  const { joinAndSync } = prototype as { joinAndSync?: (this: ConsumerGroup) => Promise<void> };
  if (typeof joinAndSync !== 'function')
    throw new Error('Unsupported kafkajs version: ConsumerGroup.joinAndSync not found');
  prototype.joinAndSync = function (this: ConsumerGroup) {
    return this.retrier(() => joinAndSync.call(this));
  };
  prototype[CURED] = true;
};
