import { z } from 'zod';
import { Crn, Day, Instant, Text, Uuid } from '../fields';

export const RiskEnvelopeStatus = z.enum(['retrieved', 'not_found', 'error']).meta({ id: 'RiskEnvelopeStatus' });
export type RiskEnvelopeStatus = z.output<typeof RiskEnvelopeStatus>;

/** Beside the public route's members: whom we asked, and when the answer came. */
const asked = { source: Text.optional(), checkedAt: Instant.optional() };

export const RoshRisks = z
  .object({
    overallRisk: Text,
    riskToChildren: Text,
    riskToPublic: Text,
    riskToKnownAdult: Text,
    riskToStaff: Text,
    lastUpdated: Day.nullish(),
  })
  .meta({ id: 'RoshRisks' });

export const RoshRisksEnvelope = z
  .object({ status: RiskEnvelopeStatus, value: RoshRisks.nullish(), ...asked })
  .meta({ id: 'RoshRisksEnvelope' });

export const Mappa = z.object({ level: Text, lastUpdated: Day }).meta({ id: 'Mappa' });

export const MappaEnvelope = z
  .object({ status: RiskEnvelopeStatus, value: Mappa.nullish(), ...asked })
  .meta({ id: 'MappaEnvelope' });

export const TierVersionDto = z.enum(['V2', 'V3']).meta({ id: 'TierVersionDto' });

export const RiskTier = z.object({ level: Text, lastUpdated: Day, version: TierVersionDto }).meta({ id: 'RiskTier' });

export const RiskTierEnvelope = z
  .object({ status: RiskEnvelopeStatus, value: RiskTier.nullish(), ...asked })
  .meta({ id: 'RiskTierEnvelope' });

export const FlagsEnvelope = z
  .object({ status: RiskEnvelopeStatus, value: z.array(Text).nullish(), ...asked })
  .meta({ id: 'FlagsEnvelope' });

export const PersonRisks = z
  .object({
    crn: Crn,
    roshRisks: RoshRisksEnvelope,
    tier: RiskTierEnvelope,
    flags: FlagsEnvelope,
    mappa: MappaEnvelope.nullish(),
  })
  .meta({ id: 'PersonRisks', description: '`error`: it could not be asked; `not_found`: there is none.' });
export type PersonRisks = z.output<typeof PersonRisks>;

/** One of the four that are asked for. */
export const RiskPart = z.enum(['roshRisks', 'mappa', 'tier', 'flags']).meta({ id: 'RiskPart' });
export type RiskPart = z.output<typeof RiskPart>;

/** The risks that a referral was submitted with, and what differs now. */
export const ReferralRisks = z
  .object({
    risks: PersonRisks.nullable().meta({ description: 'of the submission; of a draft, the newest' }),
    latest: PersonRisks.nullable().meta({ description: 'what was answered since the submission' }),
    changed: z.array(RiskPart),
  })
  .meta({ id: 'ReferralRisks' });
export type ReferralRisks = z.output<typeof ReferralRisks>;

export const RoshLevel = z.enum(['low', 'medium', 'high', 'very-high', 'unknown']).meta({ id: 'RoshLevel' });
export type RoshLevel = z.output<typeof RoshLevel>;
export const MappaLevel = z.enum(['1', '2', '3', 'none', 'unknown']).meta({ id: 'MappaLevel' });
export type MappaLevel = z.output<typeof MappaLevel>;
export const ArsonRisk = z.enum(['yes', 'no', 'unknown']).meta({ id: 'ArsonRisk' });
export type ArsonRisk = z.output<typeof ArsonRisk>;

const levels = { rosh: RoshLevel, mappa: MappaLevel, arson: ArsonRisk };
export const RiskLevels = z.object(levels).meta({ id: 'RiskLevels' });
export type RiskLevels = z.output<typeof RiskLevels>;

export const ReferralRiskLevels = z.object({ applicationId: Uuid, ...levels }).meta({
  id: 'ReferralRiskLevels',
  description: 'For lists that are narrowed by risk. What could not be had is unknown.',
});
export type ReferralRiskLevels = z.output<typeof ReferralRiskLevels>;
