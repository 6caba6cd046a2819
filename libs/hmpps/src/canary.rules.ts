/** A message of ours on the HMPPS topic that is about nobody: seen again, it shows that topic, subscription and queue work. */
export const CANARY_TYPE = 'throughcare.ops.canary';

/** The whole message: no person, no reference, nothing to fetch. */
export const canaryMessage = (sentAt: Date) => ({
  eventType: CANARY_TYPE,
  version: 1,
  description: 'A test that messages travel. It is about nobody, and nobody need act on it.',
  occurredAt: sentAt.toISOString(),
});
