import type { Application } from '../application/application.entity';
import { expire, keptSince } from './unused-draft.rules';

const now = new Date('2026-05-12T02:10:00Z');
const before = keptSince(now, 62);
const draft = {
  id: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
  crn: 'X900001',
  nomsNumber: 'A9001AA',
  submittedAt: null,
  deletedAt: null,
  usedAt: new Date(before.getTime() - 1),
} as Application;

it('counts whole London days, over both changes of the clocks', () => {
  expect(before.toISOString()).toBe('2026-03-11T00:00:00.000Z');
  expect(keptSince(new Date('2026-07-31T22:59:00Z'), 62).toISOString()).toBe('2026-05-29T23:00:00.000Z');
  expect(keptSince(new Date('2026-11-01T00:30:00Z'), 62).toISOString()).toBe('2026-08-30T23:00:00.000Z');
});

describe('a draft whose time is over', () => {
  it('is deleted by nobody, with its answers and risks', () => {
    const change = expire(draft, before, now);
    expect(change?.changes).toEqual({ deletedAt: now, usedAt: now, data: null, risks: null });
    expect(change?.events[0]?.data).toEqual({
      applicationId: draft.id,
      crn: 'X900001',
      nomsNumber: 'A9001AA',
      reason: 'not-used',
      deletedAt: now.toISOString(),
    });
  });

  it('that was deleted by hand loses its answers, and nothing is published', () => {
    const change = expire({ ...draft, deletedAt: draft.usedAt }, before, now);
    expect(change).toEqual({ changes: { data: null, risks: null }, events: [] });
  });

  it.each([
    ['used in the first instant that is kept', { usedAt: before }],
    ['submitted, however long ago it was used', { submittedAt: draft.usedAt }],
  ])('stays when it was %s', (_, since) => {
    expect(expire({ ...draft, ...since }, before, now)).toBeUndefined();
  });
});
