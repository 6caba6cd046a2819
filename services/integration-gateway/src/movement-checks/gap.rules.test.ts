import { receive } from '@throughcare/hmpps/intake.rules';
import { londonMomentOf, momentOf, type Moment } from '@throughcare/hmpps/moment.rules';
import { fingerprintOf, type Movement, type Verdict } from '../custody/custody.rules';
import { gapIn, messageFor, type HeardOf } from './gap.rules';

const at = (text: string): Moment => londonMomentOf(text) ?? { text, nanos: 0n };
const movement: Movement = {
  type: 'REL',
  code: 'CR',
  direction: 'OUT',
  prisonId: 'MDI',
  at: at('2026-07-02T09:05:00'),
  recordedAt: at('2026-07-02T09:12:44'),
};
const released: Verdict = { is: 'released', movement };
const heard: HeardOf = { known: undefined, claims: [], since: at('2026-06-01T12:00:00') };
const HOUR_MS = 3_600_000;
const graceMs = 1.5 * HOUR_MS;
/** 09:12:44 in London in July. */
const recordedMs = Date.parse('2026-07-02T08:12:44Z');
const late = new Date(recordedMs + graceMs + 1_000);
const message = (
  occurredAt: string,
  state: 'pending' | 'settled' = 'settled',
  claim: 'released' | 'received' = 'released',
) => ({ claim, state, occurredAt: momentOf(occurredAt) ?? at('') });

describe('a movement that the prison shows', () => {
  it('and of which no message came is a gap, once its message is overdue', () => {
    expect(gapIn(released, heard, late, graceMs)).toEqual({ is: 'released', code: 'NO_MESSAGE', movement });
    expect(gapIn(released, heard, new Date(recordedMs + graceMs - 1_000), graceMs)).toBeUndefined();
  });

  it('counts from when it was keyed, or from when it happens if that is later', () => {
    const ahead = { ...movement, at: at('2026-07-02T17:00:00') };
    expect(gapIn({ is: 'released', movement: ahead }, heard, late, graceMs)).toBeUndefined();
  });

  it('and was published is none, also when it was keyed again', () => {
    const known = { fingerprint: fingerprintOf(movement), recordedNanos: String(movement.recordedAt.nanos - 1n) };
    expect(gapIn(released, { ...heard, known }, late, graceMs)).toBeUndefined();
  });

  it('and is older than what was published is none: a movement was deleted, or the answer is stale', () => {
    const known = { fingerprint: 'a later one', recordedNanos: String(movement.recordedAt.nanos + 1n) };
    expect(gapIn(released, { ...heard, known }, late, graceMs)).toBeUndefined();
  });

  it('and is newer than what was published is one', () => {
    const known = { fingerprint: 'the admission', recordedNanos: String(movement.recordedAt.nanos - 1n) };
    expect(gapIn(released, { ...heard, known, since: undefined }, late, graceMs)).toMatchObject({ code: 'NO_MESSAGE' });
  });

  it('and was before the person was followed is none', () => {
    expect(gapIn(released, { ...heard, since: at('2026-07-03T00:00:00') }, late, graceMs)).toBeUndefined();
    expect(gapIn(released, { ...heard, since: undefined }, late, graceMs)).toBeUndefined();
  });

  it('and whose message is being looked into is none', () => {
    const claims = [message('2026-07-02T08:12:45Z', 'pending')];
    expect(gapIn(released, { ...heard, claims }, late, graceMs)).toBeUndefined();
  });

  it('and whose message was settled without being believed is told apart', () => {
    const claims = [message('2026-07-02T08:05:00Z')];
    expect(gapIn(released, { ...heard, claims }, late, graceMs)).toMatchObject({ code: 'MESSAGE_NOT_BELIEVED' });
  });

  it('is not spoken of by a message of an earlier movement, or of the other direction', () => {
    const claims = [message('2026-06-20T10:00:00Z'), message('2026-07-02T08:30:00Z', 'settled', 'received')];
    expect(gapIn(released, { ...heard, claims }, late, graceMs)).toMatchObject({ code: 'NO_MESSAGE' });
  });

  it.each<Verdict>([
    { is: 'ignorable', name: 'TemporaryAbsence', movement: { ...movement, type: 'TAP' } },
    { is: 'ignorable', name: 'PersonUnknownToPrison' },
    { is: 'unsettled', name: 'BookingAndMovementOutOfSync' },
  ])('and starts or ends nothing is no gap (%p)', (verdict) => {
    expect(gapIn(verdict, heard, late, graceMs)).toBeUndefined();
  });
});

describe('the message in place of the one that did not come', () => {
  it('is read like any other, and says what the prison shows', () => {
    const body = messageFor({ id: 'a-gap', noms: 'A1234BC', gap: { is: 'released', code: 'NO_MESSAGE', movement } });
    expect(receive(body)).toMatchObject({
      messageId: 'gap a-gap',
      occurredAtText: '2026-07-02T08:12:44.000Z',
      intake: {
        decision: 'custody',
        type: 'prison-offender-events.prisoner.released',
        claim: { claim: 'released', noms: 'A1234BC', reason: 'RELEASED', movementCode: 'CR', prisonId: 'MDI' },
      },
    });
  });

  it.each([
    ['ADM', 'N', 'ADMISSION'],
    ['ADM', 'INT', 'TRANSFERRED'],
    ['CRT', 'CRT', 'RETURN_FROM_COURT'],
    ['TAP', 'C3', 'TEMPORARY_ABSENCE_RETURN'],
  ])('calls %s %s what prisons call it', (type, code, reason) => {
    const back: Movement = { ...movement, type, code, direction: 'IN' };
    const gap = { is: 'received', code: 'NO_MESSAGE', movement: back } as const;
    expect(receive(messageFor({ id: 'g', noms: 'A1234BC', gap })).intake).toMatchObject({
      decision: 'custody',
      type: 'prison-offender-events.prisoner.received',
      claim: { claim: 'received', reason },
    });
  });
});
