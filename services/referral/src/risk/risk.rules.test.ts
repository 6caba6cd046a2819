import type { PersonRisks } from '@throughcare/api/cas3/risks';
import fc from 'fast-check';
import { afterReading, changedBetween, dueAfter, mended, newest, noneRetrieved } from './risk.rules';

const [t1, t2] = ['2027-03-01T10:00:00.000Z', '2027-03-02T10:00:00.000Z'];
const now = new Date(t2);
const error = { status: 'error' as const, value: null };
const aReading = (over: Partial<PersonRisks> = {}, checkedAt = t1): PersonRisks => {
  const rosh = { overallRisk: 'High', riskToChildren: 'Low', riskToPublic: 'High', riskToKnownAdult: 'Low' };
  const all: PersonRisks = {
    crn: 'X900001',
    roshRisks: { status: 'retrieved', value: { ...rosh, riskToStaff: 'Low', lastUpdated: '2027-01-01' } },
    mappa: { status: 'not_found', value: null },
    tier: { status: 'retrieved', value: { level: 'B2', lastUpdated: '2027-01-01', version: 'V2' } },
    flags: { status: 'retrieved', value: ['Arson', 'Weapons'] },
    ...over,
  };
  const timed = (['roshRisks', 'mappa', 'tier', 'flags'] as const).map((part) => [part, { ...all[part], checkedAt }]);
  return { ...all, ...Object.fromEntries(timed) } as PersonRisks;
};
const tier = (level: string, lastUpdated = '2027-01-01') =>
  ({ tier: { status: 'retrieved', value: { level, lastUpdated, version: 'V2' } } }) as const;
const draft = { id: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10', crn: 'X900001', submittedAt: null, risksChanged: [] };

describe('an answer about risks', () => {
  it('takes the place of an older one, part by part', () => {
    const fresh = aReading({ ...tier('A1'), flags: error }, t2);
    expect(newest(aReading(), fresh)).toMatchObject({
      tier: { value: { level: 'A1' } },
      flags: { status: 'retrieved' },
    });
  });

  it('that comes late changes nothing', () => {
    expect(newest(aReading({}, t2), aReading(tier('A1'), t1)).tier.value?.level).toBe('B2');
  });

  it('mends only what could not be had', () => {
    const kept = aReading({ flags: error });
    expect(mended(kept, aReading(tier('A1'), t2))).toMatchObject({
      tier: { value: { level: 'B2' } },
      flags: { status: 'retrieved', checkedAt: t2 },
    });
  });
});

describe('what differs since the submission', () => {
  it.each<[string, Partial<PersonRisks>, string[]]>([
    ['another tier', tier('A1'), ['tier']],
    ['the same tier, calculated again', tier('B2', '2027-03-01'), []],
    ['a tier that could not be had', { tier: error }, []],
    [
      'MAPPA where there was none',
      { mappa: { status: 'retrieved', value: { level: 'CAT 1/LEVEL 2', lastUpdated: t1 } } },
      ['mappa'],
    ],
    ['flags in another order', { flags: { status: 'retrieved', value: ['Weapons', 'Arson'] } }, []],
    ['a flag less', { flags: { status: 'retrieved', value: ['Arson'] } }, ['flags']],
    ['no flag any more', { flags: { status: 'not_found', value: null } }, ['flags']],
  ])('%s', (_what, over, expected) => expect(changedBetween(aReading(), aReading(over, t2))).toEqual(expected));
});

describe('a referral', () => {
  it('shows the newest while it is a draft, and tells nobody', () => {
    const { changes, events } = afterReading({ ...draft, risks: aReading() }, null, aReading(tier('A1'), t2), now);
    expect([changes.risks.tier.value?.level, events]).toEqual(['A1', []]);
  });

  it('keeps what it was submitted with, and tells what differs, and when that ends', () => {
    const submitted = { ...draft, submittedAt: new Date(t1), risks: aReading() };
    const other = afterReading(submitted, null, aReading(tier('A1'), t2), now);
    expect(other.changes).toMatchObject({ risks: { tier: { value: { level: 'B2' } } }, risksChanged: ['tier'] });
    expect(other.events.map(({ data }) => data)).toEqual([
      { applicationId: draft.id, crn: 'X900001', changed: ['tier'], checkedAt: t2 },
    ]);
    const again = afterReading({ ...submitted, risksChanged: ['tier'] }, other.latest, aReading(tier('A1'), t2), now);
    expect(again.events).toEqual([]);
    const back = afterReading({ ...submitted, risksChanged: ['tier'] }, other.latest, aReading({}, t2), now);
    expect([back.changes.risksChanged, back.events.length]).toEqual([[], 1]);
  });

  it('is mended after the submission without being told as a change', () => {
    const submitted = { ...draft, submittedAt: new Date(t1), risks: noneRetrieved('X900001', new Date(t1)) };
    const { changes, events } = afterReading(submitted, null, aReading({}, t2), now);
    expect([changes.risks.tier.status, events]).toEqual(['retrieved', []]);
  });

  it('never loses what was had, whatever comes in whatever order', () => {
    const part = fc.constantFrom(tier('A1'), tier('B2'), { tier: error });
    const reading = fc.tuple(part, fc.constantFrom(t1, t2)).map(([over, at]) => aReading(over, at));
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 8 }), (readings) => {
        let referral = { ...draft, submittedAt: new Date(t1), risks: aReading() };
        let latest: PersonRisks | null = null;
        for (const fresh of readings) {
          const after = afterReading({ ...referral, risksChanged: [] }, latest, fresh, now);
          referral = { ...referral, risks: after.changes.risks };
          latest = after.latest;
          expect(referral.risks.tier.value?.level).toBe('B2');
          expect(latest?.tier.status).toBe('retrieved');
        }
      }),
    );
  });
});

describe('the next turn', () => {
  const minutes = (tries: number) => (dueAfter(noneRetrieved('X1', now), tries, now)?.getTime() ?? 0) - now.getTime();

  it('comes after 1, 5, 15 minutes and then every hour', () => {
    expect([0, 1, 2, 3, 4, 50].map((tries) => minutes(tries) / 60_000)).toEqual([1, 5, 15, 60, 60, 60]);
  });

  it('waits for news when nothing lacks', () => expect(dueAfter(aReading(), 3, now)).toBeNull());
});
