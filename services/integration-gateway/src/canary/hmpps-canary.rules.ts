import type { Finding } from '@throughcare/platform/health';

/** One a minute: three that are missing are no chance. The alert rings at the second bound. */
const WARN_S = 180;
const FAIL_S = 600;

/** The newest canary that came back through the HMPPS topic and queue; none where none is sent. */
export const canaryFinding = (newest: { sentAt: Date; seenAt: Date } | undefined, now: Date): Finding => {
  if (!newest)
    return { status: 'ok', detail: 'HMPPS_CANARY is off: whether the HMPPS topic and queue work is not tried' };
  const age = Math.max(0, Math.round((now.getTime() - newest.sentAt.getTime()) / 1000));
  const journey = Math.max(0, Math.round((newest.seenAt.getTime() - newest.sentAt.getTime()) / 1000));
  const detail = `the newest to come back through the HMPPS topic and queue was sent ${age} s ago and took ${journey} s`;
  if (age > FAIL_S) return { status: 'fail', detail };
  return { status: age > WARN_S ? 'warn' : 'ok', detail };
};
