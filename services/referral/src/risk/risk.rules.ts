import type { PersonRisks, RiskPart } from '@throughcare/api/cas3/risks';
import { ReferralRiskChanged } from '@throughcare/events/referral-risk-changed.v1';

const PARTS: readonly RiskPart[] = ['roshRisks', 'mappa', 'tier', 'flags'];
/** What could not be had is asked for again after so many minutes, and then every hour. */
const AGAIN_MINUTES = [1, 5, 15, 60];

type Envelope =
  PersonRisks['roshRisks'] | PersonRisks['tier'] | PersonRisks['flags'] | NonNullable<PersonRisks['mappa']>;

/** Without the member there is nothing to go by, as when it could not be had. */
const envelopeOf = (risks: PersonRisks, part: RiskPart): Envelope => risks[part] ?? { status: 'error', value: null };
const isError = (risks: PersonRisks, part: RiskPart): boolean => envelopeOf(risks, part).status === 'error';
const checkedAt = (risks: PersonRisks, part: RiskPart): string => envelopeOf(risks, part).checkedAt ?? '';

const withParts = (risks: PersonRisks, other: PersonRisks, isTaken: (part: RiskPart) => boolean): PersonRisks => ({
  ...risks,
  ...Object.fromEntries(PARTS.filter(isTaken).map((part) => [part, envelopeOf(other, part)])),
});

/** What is known, part by part: an answer takes the place of an older one, and no answer takes the place of none. */
export const newest = (known: PersonRisks, fresh: PersonRisks): PersonRisks =>
  withParts(known, fresh, (part) => {
    if (isError(fresh, part)) return isError(known, part);
    return isError(known, part) || checkedAt(fresh, part) >= checkedAt(known, part);
  });

/** Only what could not be had before; the rest stays what it was. */
export const mended = (kept: PersonRisks, fresh: PersonRisks): PersonRisks =>
  withParts(kept, fresh, (part) => isError(kept, part));

/** What somebody reads in it: a calculation that was made again and came to the same says nothing new. */
const meaningOf = (risks: PersonRisks, part: RiskPart): string => {
  const { status, value } = envelopeOf(risks, part);
  if (Array.isArray(value)) return JSON.stringify([status, value.toSorted()]);
  const said = Object.entries(value ?? {}).filter(([name]) => name !== 'lastUpdated');
  // Kept as jsonb, which has an order of its own.
  return JSON.stringify([status, said.toSorted(([one], [other]) => (one < other ? -1 : 1))]);
};

/** Parts that say something else. What could not be had says nothing. */
export const changedBetween = (kept: PersonRisks, latest: PersonRisks): RiskPart[] =>
  PARTS.filter(
    (part) => !isError(kept, part) && !isError(latest, part) && meaningOf(kept, part) !== meaningOf(latest, part),
  );

/** When to ask again by ourselves, after so many answers that lacked something; null: when something is told. */
export const dueAfter = (fresh: PersonRisks, tries: number, now: Date): Date | null => {
  if (!PARTS.some((part) => isError(fresh, part))) return null;
  const minutes = AGAIN_MINUTES[Math.min(tries, AGAIN_MINUTES.length - 1)] ?? 60;
  return new Date(now.getTime() + minutes * 60_000);
};

export interface Referral {
  readonly id: string;
  readonly crn: string;
  readonly submittedAt: Date | null;
  readonly risks: PersonRisks | null;
  readonly risksChanged: RiskPart[];
}

/** What an answer makes of a referral's risks. A draft shows the newest; a submitted one what it was submitted with, and what differs. */
export const afterReading = (referral: Referral, latest: PersonRisks | null, fresh: PersonRisks, now: Date) => {
  const { id, crn, submittedAt, risks, risksChanged } = referral;
  if (risks === null || submittedAt === null) {
    const known = risks === null ? fresh : newest(risks, fresh);
    return { changes: { risks: known }, events: [], latest: null };
  }
  const kept = mended(risks, fresh);
  const known = newest(latest ?? kept, fresh);
  const changed = changedBetween(kept, known);
  if (changed.join() === risksChanged.join()) return { changes: { risks: kept }, events: [], latest: known };
  const event = ReferralRiskChanged.of({ applicationId: id, crn, changed, checkedAt: now.toISOString() });
  return { changes: { risks: kept, risksChanged: changed }, events: [event], latest: known };
};

const SOURCES = { roshRisks: 'OASys', mappa: 'nDelius', tier: 'HMPPS Tier', flags: 'nDelius' } as const;

/** The same as the gateway would say if it could ask nobody. */
export const noneRetrieved = (crn: string, now: Date): PersonRisks => {
  const none = (part: RiskPart) => ({
    status: 'error' as const,
    value: null,
    source: SOURCES[part],
    checkedAt: now.toISOString(),
  });
  return { crn, roshRisks: none('roshRisks'), mappa: none('mappa'), tier: none('tier'), flags: none('flags') };
};
