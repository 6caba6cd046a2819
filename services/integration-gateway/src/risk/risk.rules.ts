import type { PersonRisks, RiskEnvelopeStatus } from '@throughcare/api/cas3/risks';
import { londonDate, type Day } from '@throughcare/base/calendar';
import type { CaseDetail } from '../ndelius/ndelius.schema';
import { counts, dayOfAssessment } from '../oasys/oasys.rules';
import type { Rosh } from '../oasys/oasys.schema';
import type { Tier } from '../tier/tier.client';
import { instantOf } from '../upstream/times.rules';

/** What came of asking: something, nothing there, or no answer that can be used. */
export type Asked<T> = { readonly found: T | undefined } | 'failed';

/** From the least to the worst, as OASys writes them and as clients show them. */
const LEVELS: readonly (readonly [written: string, shown: string])[] = [
  ['LOW', 'Low'],
  ['MEDIUM', 'Medium'],
  ['HIGH', 'High'],
  ['VERY_HIGH', 'Very High'],
];
/** Registrations that are shown elsewhere: the levels of RoSH, and MAPPA. */
const SHOWN_ELSEWHERE: readonly string[] = ['RVHR', 'RHRH', 'RMRH', 'RLRH', 'MAPP'];

interface Envelope<Value> {
  readonly status: RiskEnvelopeStatus;
  readonly value: Value | null;
}
const retrieved = <Value>(value: Value): Envelope<Value> => ({ status: 'retrieved', value });
const NOT_FOUND = { status: 'not_found', value: null } as const;
const ERROR = { status: 'error', value: null } as const;

/** What was found, turned into what is shown; what cannot be read is an error, not an absence. */
const envelope = <T, Value>(asked: Asked<T>, read: (found: T) => Envelope<Value>): Envelope<Value> => {
  if (asked === 'failed') return ERROR;
  return asked.found === undefined ? NOT_FOUND : read(asked.found);
};

const dayOf = (time: string | undefined): Day | undefined => {
  const instant = instantOf(time);
  return instant && londonDate(instant);
};

const readRosh = (answer: Rosh, today: Day) => {
  const { rosh } = answer;
  const { riskChildrenCommunity, riskPublicCommunity, riskKnownAdultCommunity, riskStaffCommunity } = rosh ?? {};
  const ratings = [riskChildrenCommunity, riskPublicCommunity, riskKnownAdultCommunity, riskStaffCommunity];
  // Four ratings of today's use, or none: three of them would look like a whole picture.
  if (!counts(answer, today) || ratings.some((rating) => rating == null)) return NOT_FOUND;
  const ranks = ratings.map((rating) => LEVELS.findIndex(([written]) => written === rating));
  if (ranks.includes(-1)) return ERROR;
  const shown = (rank: number | undefined): string => LEVELS[rank ?? -1]?.[1] ?? '';
  return retrieved({
    overallRisk: shown(Math.max(...ranks)),
    riskToChildren: shown(ranks[0]),
    riskToPublic: shown(ranks[1]),
    riskToKnownAdult: shown(ranks[2]),
    riskToStaff: shown(ranks[3]),
    lastUpdated: dayOfAssessment(answer),
  });
};

const readTier = ({ tierScore, calculationDate }: Tier) => {
  const lastUpdated = dayOf(calculationDate);
  return lastUpdated === undefined ? ERROR : retrieved({ level: tierScore, lastUpdated, version: 'V2' as const });
};

const readMappa = ({ mappaDetail }: CaseDetail) => {
  if (!mappaDetail) return NOT_FOUND;
  const { categoryDescription, levelDescription } = mappaDetail;
  const lastUpdated = dayOf(mappaDetail.lastUpdated);
  // It is there and cannot be named: that is not "there is none".
  if (categoryDescription === undefined || levelDescription === undefined || lastUpdated === undefined) return ERROR;
  return retrieved({ level: `CAT ${categoryDescription}/LEVEL ${levelDescription}`, lastUpdated });
};

const readFlags = ({ registrations }: CaseDetail) => {
  const flags = registrations.filter(({ code }) => !SHOWN_ELSEWHERE.includes(code)).map((one) => one.description);
  return flags.length === 0 ? NOT_FOUND : retrieved(flags);
};

export interface Answers {
  readonly rosh: Asked<Rosh>;
  readonly detail: Asked<CaseDetail>;
  readonly tier: Asked<Tier>;
}

/** Where each of the four comes from. */
export const SOURCES = { rosh: 'OASys', tier: 'HMPPS Tier', detail: 'nDelius' } as const;

/** A person's risks as clients know them, each with whether it could be had, from whom, and when. */
export const risksOf = (crn: string, { rosh, detail, tier }: Answers, now: Date): PersonRisks => {
  const checkedAt = now.toISOString();
  const today = londonDate(now);
  return {
    crn,
    roshRisks: { ...envelope(rosh, (found) => readRosh(found, today)), source: SOURCES.rosh, checkedAt },
    mappa: { ...envelope(detail, readMappa), source: SOURCES.detail, checkedAt },
    tier: { ...envelope(tier, readTier), source: SOURCES.tier, checkedAt },
    flags: { ...envelope(detail, readFlags), source: SOURCES.detail, checkedAt },
  };
};
