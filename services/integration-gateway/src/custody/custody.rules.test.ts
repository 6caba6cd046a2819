import fc from 'fast-check';
import { momentOf } from '@throughcare/hmpps/moment.rules';
import type { PrisonMovement, PrisonReading } from '../prison-api/prison-reading.rules';
import type { KnownState, PendingClaim, Verdict } from './custody.rules';
import { decide, fingerprintOf, occurredAtOf, verdictOf } from './custody.rules';

const at = (text: string) => {
  const moment = momentOf(text);
  if (!moment) throw new Error(text);
  return moment;
};
const aMovement = (changes: Partial<PrisonMovement> = {}): PrisonMovement => ({
  type: 'REL',
  direction: 'OUT',
  code: 'CR',
  date: '2026-03-02',
  time: '09:05:00',
  createdAt: '2026-03-02T09:12:44.980783',
  fromPrison: 'MDI',
  toPrison: 'OUT',
  ...changes,
});
const reading = (changes: Partial<PrisonMovement> = {}, booking: Partial<PrisonReading['booking']> = {}) => {
  const movement = aMovement(changes);
  const active = movement.type !== 'REL';
  return { movement, booking: { active, movementType: movement.type, movementCode: movement.code, ...booking } };
};
const release = verdictOf(reading());
const admission = verdictOf(
  reading({
    type: 'ADM',
    direction: 'IN',
    code: '24',
    date: '2026-03-10',
    time: '15:00:00',
    createdAt: '2026-03-10T15:20:00',
    fromPrison: 'OUT',
    toPrison: 'SWI',
  }),
);
const aClaim = (changes: Partial<PendingClaim> = {}): PendingClaim => ({
  id: 'c1',
  claim: 'released',
  occurredAt: at('2026-03-02T09:12:45Z'),
  looks: 0,
  ...changes,
});
const receivedClaim = (changes: Partial<PendingClaim> = {}) =>
  aClaim({ id: 'c2', claim: 'received', occurredAt: at('2026-03-10T15:20:01Z'), ...changes });
const knownOf = (verdict: Verdict): KnownState => {
  if (!('movement' in verdict) || !verdict.movement) throw new Error('no movement');
  return {
    fingerprint: fingerprintOf(verdict.movement),
    recordedNanos: String(verdict.movement.recordedAt.nanos),
  };
};

describe('the prison says', () => {
  it('released: left for the community, at the London time of the movement', () => {
    expect(release).toMatchObject({ is: 'released', movement: { code: 'CR', prisonId: 'MDI' } });
    const summer = verdictOf(reading({ date: '2026-07-02' }));
    expect('movement' in summer && summer.movement && occurredAtOf(summer.movement)).toBe('2026-07-02T08:05:00.000Z');
  });

  it('received: in custody, perhaps recalled', () => {
    expect(admission).toMatchObject({ is: 'received', kind: 'ADMISSION', recall: true, movement: { prisonId: 'SWI' } });
  });

  it.each<[string, PrisonReading | undefined, object]>([
    ['nothing of the person', undefined, { is: 'ignorable', name: 'PersonUnknownToPrison' }],
    ['no movement', { booking: { active: false } }, { is: 'ignorable', name: 'NoMovementInNomis' }],
    ['another type on the booking', reading({}, { movementType: 'ADM' }), { is: 'unsettled' }],
    ['another code on the booking', reading({}, { movementCode: 'HP' }), { is: 'unsettled' }],
    ['released and the booking still active', reading({}, { active: true }), { is: 'unsettled' }],
    [
      'admitted on a closed booking',
      reading({ type: 'ADM', direction: 'IN' }, { active: false }),
      { name: 'BookingInactive' },
    ],
    ['a time it cannot mean', reading({ time: 'noon' }), { is: 'ignorable', name: 'MovementUnreadable' }],
    ['a type nobody described', reading({ type: 'XYZ' }), { is: 'ignorable', name: 'NoConfigForMovement' }],
    ['merged', reading({ code: 'MRG' }), { is: 'ignorable', name: 'RecordMerge' }],
    ['died', reading({ code: 'DEC' }), { is: 'died' }],
    ['died and the booking still active', reading({ code: 'DEC' }, { active: true }), { is: 'unsettled' }],
    ['to hospital', reading({ code: 'HP' }), { is: 'ignorable', name: 'ReleasedToHospital' }],
    ['escaped', reading({ code: 'UAL' }), { is: 'ignorable', name: 'UnlawfullyAtLarge' }],
    ['day release', reading({ type: 'TAP' }), { is: 'ignorable', name: 'TemporaryAbsence' }],
    ['at court', reading({ type: 'CRT' }), { is: 'ignorable', name: 'SentToCourt' }],
    ['on the way to another prison', reading({ type: 'TRN' }), { is: 'ignorable', name: 'BeingTransferred' }],
  ])('%s', (_, given, expected) => {
    expect(verdictOf(given)).toMatchObject(expected);
  });

  it('released, in an old record without direction and code on the booking', () => {
    expect(
      verdictOf(
        reading({ direction: undefined, createdAt: undefined }, { movementType: undefined, movementCode: undefined }),
      ),
    ).toMatchObject({ is: 'released' });
  });
});

describe('a release', () => {
  it('is published when message and prison agree', () => {
    expect(decide([aClaim()], release, undefined)).toEqual({
      outcomes: [{ id: 'c1', outcome: 'agreed' }],
      publish: release,
    });
  });

  it('is published once, however often it is reported', () => {
    expect(decide([aClaim(), aClaim({ id: 'again' })], release, undefined).publish).toBe(release);
    expect(decide([aClaim()], release, knownOf(release))).toEqual({
      outcomes: [{ id: 'c1', outcome: 'settled', name: 'AlreadyKnown' }],
    });
  });

  it('is published again when the prison corrects its time', () => {
    const corrected = verdictOf(reading({ date: '2026-02-28', createdAt: '2026-03-02T09:12:44.980783' }));
    const told = aClaim({ occurredAt: at('2026-03-02T11:00:00Z') });
    expect(decide([told], corrected, knownOf(release)).publish).toBe(corrected);
  });

  it('is not published while the prison does not show it, and in the end not at all', () => {
    const inCustody = verdictOf(
      reading({ type: 'ADM', direction: 'IN', code: 'N', date: '2026-01-01', createdAt: '2026-01-01T10:00:00' }),
    );
    const outcome = (looks: number) => decide([aClaim({ looks })], inCustody, undefined);
    for (const looks of [0, 1, 2, 3])
      expect(outcome(looks).outcomes).toEqual([{ id: 'c1', outcome: 'look-again', name: 'PrisonDisagrees' }]);
    expect(outcome(4)).toEqual({ outcomes: [{ id: 'c1', outcome: 'settled', name: 'PrisonDisagrees' }] });
  });

  it.each([
    ['MRG', 'RecordMerge'],
    ['HP', 'ReleasedToHospital'],
    ['UAL', 'UnlawfullyAtLarge'],
    ['DD', 'DeportedOrImmigrationDetention'],
  ])('that the prison knows as %s is settled at once as %s', (code, name) => {
    expect(decide([aClaim()], verdictOf(reading({ code })), undefined)).toEqual({
      outcomes: [{ id: 'c1', outcome: 'settled', name }],
    });
  });

  it('of someone at court is looked at again, and never published', () => {
    const atCourt = verdictOf(reading({ type: 'CRT', createdAt: '2026-03-01T09:00:00' }));
    expect(decide([aClaim()], atCourt, undefined).outcomes).toEqual([
      { id: 'c1', outcome: 'look-again', name: 'SentToCourt' },
    ]);
    expect(decide([aClaim({ looks: 4 })], atCourt, undefined).publish).toBeUndefined();
  });

  it('waits while booking and movement disagree, at most about two hours', () => {
    const unsettled = verdictOf(reading({}, { movementType: 'ADM' }));
    expect(decide([aClaim({ looks: 13 })], unsettled, undefined).outcomes[0]).toMatchObject({ outcome: 'look-again' });
    expect(decide([aClaim({ looks: 14 })], unsettled, undefined).outcomes[0]).toMatchObject({ outcome: 'settled' });
  });
});

describe('two messages in the wrong order', () => {
  it('end in custody when the person was released and came back', () => {
    expect(decide([receivedClaim()], admission, undefined).publish).toBe(admission);
    expect(decide([aClaim()], admission, knownOf(admission))).toEqual({
      outcomes: [{ id: 'c1', outcome: 'settled', name: 'SupersededByLaterMovement' }],
    });
  });

  it('do not bring back an older state from a stale reading', () => {
    expect(decide([aClaim()], release, knownOf(admission))).toEqual({
      outcomes: [{ id: 'c1', outcome: 'settled', name: 'OlderThanKnown' }],
    });
  });

  it('a release taken back is in custody again, although the admission is older', () => {
    const before = verdictOf(
      reading({
        type: 'ADM',
        direction: 'IN',
        code: 'N',
        date: '2026-01-01',
        createdAt: '2026-01-01T10:00:00',
        fromPrison: 'CRT',
        toPrison: 'MDI',
      }),
    );
    const correction = receivedClaim({ occurredAt: at('2026-03-02T10:00:00Z') });
    expect(decide([correction], before, knownOf(release)).publish).toBe(before);
  });
});

describe('whatever order messages come in and however often', () => {
  it('the last thing published is what the prison shows', () => {
    const claims = [aClaim(), receivedClaim()];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...claims), { minLength: 1, maxLength: 12 }), (deliveries) => {
        fc.pre(deliveries.some(({ id }) => id === 'c2'));
        let known: KnownState | undefined;
        let last: Verdict | undefined;
        let published = 0;
        for (const claim of deliveries) {
          const { publish } = decide([claim], admission, known);
          if (!publish) continue;
          known = knownOf(publish);
          last = publish;
          published += 1;
        }
        expect(last).toBe(admission);
        expect(published).toBe(1);
      }),
    );
  });
});
