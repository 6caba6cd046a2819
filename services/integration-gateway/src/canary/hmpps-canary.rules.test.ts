import { canaryFinding } from './hmpps-canary.rules';

const now = new Date('2026-03-02T10:00:00Z');
const sent = (secondsAgo: number, journey = 1) => {
  const sentAt = new Date(now.getTime() - secondsAgo * 1000);
  return { sentAt, seenAt: new Date(sentAt.getTime() + journey * 1000) };
};

describe('what doctor says of the canary of the HMPPS topic and queue', () => {
  it.each([
    [60, 'ok'],
    [180, 'ok'],
    [181, 'warn'],
    [600, 'warn'],
    [601, 'fail'],
  ])('F-079: sent %i s ago is %s', (age, status) => expect(canaryFinding(sent(age), now).status).toBe(status));

  it('F-079: says how long it was under way, and when none is sent', () => {
    expect(canaryFinding(sent(60, 7), now).detail).toContain('sent 60 s ago and took 7 s');
    expect(canaryFinding(undefined, now)).toEqual({ status: 'ok', detail: expect.stringContaining('off') as unknown });
  });
});
