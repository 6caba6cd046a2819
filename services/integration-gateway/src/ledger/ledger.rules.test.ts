import { isRepeatable, type Evidence } from './evidence.rules';
import { resolved } from './findings.rules';
import type { Operation, SendFailure } from './ledger.rules';
import { answered, blocksFollowers, failed, park, silent } from './ledger.rules';
import { seen, unaddressed } from './seen.rules';

const NOW = new Date('2026-03-02T15:20:05.000Z');
const before = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const anOperation = (changes: Partial<Operation> = {}): Operation => ({
  id: '5c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f',
  eventId: '01939c2e-7b4a-7c3d-9e1f-2a3b4c5d6e7f',
  target: 'ndelius',
  operation: 'person.arrived',
  crn: 'X900001',
  state: 'claimed',
  reason: null,
  attempts: 1,
  claimedAt: before(1),
  publishedAt: null,
  doubt: false,
  takenAt: null,
  fetches: 0,
  copies: 0,
  ...changes,
});
const outcomes = (step: { events: readonly { data: unknown }[] }) =>
  step.events.map(
    ({ data }) => (data as { outcome?: string; reason?: string }).outcome ?? (data as { reason: string }).reason,
  );
const refused: SendFailure = { code: 'UNREACHABLE', unsent: true, permanent: false };
const lost: SendFailure = { code: 'LOST', unsent: false, permanent: false };

describe('an answer of SNS', () => {
  it('makes a claimed operation published', () => {
    const step = answered(anOperation(), 'm1', NOW);
    expect(step.changes).toMatchObject({ state: 'published', messageId: 'm1', publishedAt: NOW });
    expect(outcomes(step)).toEqual(['published']);
  });

  it('finds it already read: the consumer was quicker', () => {
    const step = answered(anOperation({ operation: 'booking.confirmed', takenAt: NOW }), 'm1', NOW);
    expect(step.changes.state).toBe('read');
    expect(outcomes(step)).toEqual(['published', 'read']);
  });

  it('that comes after evidence changes nothing but the message id', () => {
    expect(answered(anOperation({ state: 'published' }), 'm1', NOW)).toEqual({
      changes: { messageId: 'm1' },
      events: [],
    });
  });
});

describe('a send that failed', () => {
  it('before anything left is tried again after 1, 10, 60, 600 seconds', () => {
    const wait = (attempts: number) => {
      const { changes } = failed(anOperation({ attempts }), refused, NOW, 0.5);
      expect(changes).toMatchObject({ state: 'ready', lastError: 'UNREACHABLE' });
      expect(changes.doubt).toBeUndefined();
      return Math.round(((changes.nextAttemptAt?.getTime() ?? 0) - NOW.getTime()) / 1000);
    };
    expect([1, 2, 3, 4, 5].map(wait)).toEqual([1, 10, 60, 600, 600]);
  });

  it('is tried again no sooner than the other side asked', () => {
    const { changes } = failed(anOperation(), { ...refused, retryAfter: 42 }, NOW, 0);
    expect(changes.nextAttemptAt).toEqual(new Date(NOW.getTime() + 42_000));
  });

  it.each(['person.arrived', 'person.arrived.updated', 'person.departed.updated', 'booking.cancelled.updated'])(
    'with unknown outcome is not repeated: %s waits for evidence',
    (operation) => {
      const { changes, events } = failed(anOperation({ operation }), lost, NOW, 0);
      expect(changes).toEqual({ claimedBy: null, doubt: true, lastError: 'LOST' });
      expect(events).toEqual([]);
    },
  );

  it.each([
    'referral.submitted',
    'booking.provisionally-made',
    'booking.confirmed',
    'booking.cancelled',
    'person.departed',
  ])('with unknown outcome is repeated where that is harmless: %s', (operation) => {
    expect(failed(anOperation({ operation }), lost, NOW, 0).changes).toMatchObject({ state: 'ready', doubt: true });
  });

  it('for good is parked', () => {
    const step = failed(anOperation(), { code: 'InvalidParameter', unsent: true, permanent: true }, NOW, 0);
    expect(step.changes).toMatchObject({ state: 'parked', reason: 'REFUSED', lastError: 'InvalidParameter' });
    expect(outcomes(step)).toEqual(['REFUSED']);
  });
});

describe('a claim whose sender is gone', () => {
  it('is repeated where that is harmless', () => {
    const step = silent(anOperation({ operation: 'person.departed' }), NOW, 60_000);
    expect(step.changes).toMatchObject({ state: 'ready', doubt: true });
  });

  it('of an arrival waits for evidence, then becomes unconfirmed, never ready', () => {
    expect(silent(anOperation({ claimedAt: before(59) }), NOW, 60_000).changes).toEqual({});
    const step = silent(anOperation({ claimedAt: before(60) }), NOW, 60_000);
    expect(step.changes).toMatchObject({ state: 'unconfirmed', reason: 'UNCONFIRMED' });
    expect(outcomes(step)).toEqual(['UNCONFIRMED']);
  });
});

describe('evidence', () => {
  it.each<[Evidence, string, string[]]>([
    ['detail-fetched', 'read', ['published', 'read']],
    ['topic-echo', 'published', ['published']],
    ['address-created', 'confirmed', ['published', 'confirmed']],
    ['address-updated', 'published', ['published']],
  ])('%s makes an arrival of unknown outcome %s', (evidence, state, expected) => {
    for (const from of ['claimed', 'unconfirmed'] as const) {
      const step = seen(anOperation({ state: from }), evidence, NOW);
      expect(step.changes).toMatchObject({ state, evidence });
      expect(outcomes(step)).toEqual(expected);
    }
  });

  it.each<[string, Evidence, string | undefined]>([
    ['referral.submitted', 'detail-fetched', 'read'],
    ['booking.cancelled.updated', 'detail-fetched', 'read'],
    ['person.departed.updated', 'detail-fetched', 'read'],
    ['person.arrived', 'detail-fetched', 'read'],
    ['person.arrived', 'address-created', 'confirmed'],
    ['person.departed', 'detail-fetched', 'read'],
    ['person.departed', 'address-updated', 'confirmed'],
    ['person.arrived.updated', 'address-updated', 'confirmed'],
    ['booking.confirmed', 'topic-echo', undefined],
  ])('of a published %s: %s makes it %s', (operation, evidence, state) => {
    expect(seen(anOperation({ operation, state: 'published' }), evidence, NOW).changes.state).toBe(state);
  });

  it('spares a repeat that was waiting', () => {
    const step = seen(anOperation({ operation: 'booking.confirmed', state: 'ready', doubt: true }), 'topic-echo', NOW);
    expect(step.changes).toMatchObject({ state: 'published', doubt: false });
  });

  it('of something never sent is no evidence: somebody else read the detail', () => {
    for (const state of ['ready', 'parked', 'dry-run'] as const)
      expect(seen(anOperation({ state }), 'detail-fetched', NOW)).toEqual({ changes: {}, events: [] });
  });

  it('of something confirmed changes nothing but the count of reads', () => {
    const step = seen(anOperation({ state: 'confirmed', operation: 'booking.confirmed' }), 'detail-fetched', NOW);
    expect(step).toEqual({ changes: { fetches: 1, lastReadAt: NOW, takenAt: NOW }, events: [] });
  });
});

describe('F-018: what was only read', () => {
  const aRead = (changes: Partial<Operation> = {}) =>
    anOperation({ state: 'read', takenAt: before(5), publishedAt: before(6), fetches: 1, ...changes });

  it.each(['referral.submitted', 'booking.confirmed', 'person.arrived', 'person.departed', 'person.departed.updated'])(
    'is never confirmed by reading: %s',
    (operation) => {
      let op = anOperation({ operation, state: 'published' });
      for (let n = 0; n < 5; n += 1) {
        op = { ...op, ...seen(op, 'detail-fetched', NOW).changes };
        expect(op.state).toBe(n === 0 ? 'read' : 'read-again');
      }
      expect(op.fetches).toBe(5);
    },
  );

  it('and then read again is doubted, and said so once', () => {
    const first = seen(aRead(), 'detail-fetched', NOW);
    expect(first.changes).toMatchObject({ state: 'read-again', reason: null, fetches: 2 });
    expect(outcomes(first)).toEqual(['READ_AGAIN']);
    const second = seen(aRead({ state: 'read-again', fetches: 2 }), 'detail-fetched', NOW);
    expect(second).toEqual({ changes: { fetches: 3, lastReadAt: NOW }, events: [] });
  });

  it('as often as it may have been sent is not doubted', () => {
    const op = aRead({ operation: 'booking.confirmed', copies: 1 });
    expect(seen(op, 'detail-fetched', NOW).changes.state).toBeUndefined();
    expect(seen({ ...op, fetches: 2 }, 'detail-fetched', NOW).changes.state).toBe('read-again');
  });

  it('counts a repeat of ours whose predecessor may have arrived', () => {
    const op = anOperation({ operation: 'booking.confirmed', copies: 0 });
    expect(failed(op, lost, NOW, 0).changes.copies).toBe(1);
    expect(failed(op, refused, NOW, 0).changes.copies).toBeUndefined();
    expect(silent(op, NOW, 60_000).changes.copies).toBe(1);
  });

  it('and told no address in a minute is doubted', () => {
    expect(unaddressed(aRead({ takenAt: before(59) }), NOW, 60_000)).toEqual({ changes: {}, events: [] });
    const step = unaddressed(aRead({ takenAt: before(60) }), NOW, 60_000);
    expect(step.changes.state).toBe('no-address');
    expect(outcomes(step)).toEqual(['NO_ADDRESS']);
    expect(unaddressed(aRead({ operation: 'booking.confirmed', takenAt: before(600) }), NOW, 60_000).events).toEqual(
      [],
    );
  });

  it.each(['read', 'read-again', 'no-address'] as const)('is confirmed by a late address: %s', (state) => {
    const step = seen(aRead({ state }), 'address-created', NOW);
    expect(step.changes).toMatchObject({ state: 'confirmed', evidence: 'address-created' });
    expect(outcomes(step)).toEqual(['confirmed']);
  });

  it('after it was confirmed may have had its effect twice, which no second address confirms', () => {
    const op = aRead({ state: 'confirmed' });
    const step = seen(op, 'detail-fetched', NOW);
    expect(step.changes).toMatchObject({ state: 'read-again', reason: 'READ_AFTER_CONFIRMED' });
    const doubted = { ...op, ...step.changes } as Operation;
    expect(seen(doubted, 'address-created', NOW)).toEqual({ changes: {}, events: [] });
    expect(resolved(doubted, 'sent', NOW)?.changes).toMatchObject({ state: 'confirmed', reason: null });
  });
});

describe('people decide on what nobody knows', () => {
  it('it was sent', () => {
    expect(resolved(anOperation({ state: 'unconfirmed' }), 'sent', NOW)?.changes.state).toBe('confirmed');
  });

  it('something parked was told by hand', () => {
    const step = resolved(anOperation({ state: 'parked' }), 'sent', NOW);
    expect(step?.changes).toMatchObject({ state: 'confirmed', reason: null, evidence: 'said-by-staff' });
    expect(step && outcomes(step)).toEqual(['confirmed']);
  });

  it('it was not: then it is sent', () => {
    expect(resolved(anOperation({ state: 'unconfirmed', doubt: true }), 'not-sent', NOW)?.changes).toMatchObject({
      state: 'ready',
      doubt: false,
    });
  });

  it.each(['ready', 'claimed', 'published', 'confirmed', 'dry-run'] as const)('not on what is %s', (state) => {
    expect(resolved(anOperation({ state }), 'not-sent', NOW)).toBeUndefined();
  });

  it('what was read again, made no address, or was not read for ten minutes', () => {
    for (const state of ['read-again', 'no-address'] as const) {
      const op = anOperation({ state, takenAt: before(90), fetches: 3, copies: 1 });
      expect(resolved(op, 'sent', NOW)?.changes).toMatchObject({ state: 'confirmed', evidence: 'said-by-staff' });
      const again = { state: 'ready', takenAt: null, fetches: 0, copies: 0 };
      expect(resolved(op, 'not-sent', NOW)?.changes).toMatchObject(again);
    }
    const untaken = (seconds: number) => anOperation({ state: 'published', publishedAt: before(seconds) });
    expect(resolved(untaken(599), 'not-sent', NOW)).toBeUndefined();
    expect(resolved(untaken(600), 'not-sent', NOW)?.changes.state).toBe('ready');
    expect(resolved(untaken(600), 'sent', NOW)?.changes.state).toBe('confirmed');
  });
});

describe('what waits behind', () => {
  it.each([
    ['unconfirmed', 'UNCONFIRMED', true],
    ['parked', 'NO_CRN', true],
    ['parked', 'REFUSED', true],
    ['parked', 'SWITCHED_OFF', false],
    ['parked', 'BEHIND_PARKED', false],
    ['published', null, false],
    ['dry-run', null, false],
  ] as const)('%s %s: %s', (state, reason, expected) => {
    expect(blocksFollowers(state, reason)).toBe(expected);
  });

  it('is said once to whoever listens', () => {
    expect(outcomes(park(anOperation({ state: 'ready' }), 'BEHIND_PARKED', NOW))).toEqual(['BEHIND_PARKED']);
  });
});

it('says which operations may be repeated', () => {
  expect(isRepeatable('person.departed')).toBe(true);
  expect(isRepeatable('person.departed.updated')).toBe(false);
});
