import type { Registration, Tier } from '../seed/records';
import { withOffset, type DeliusEvent } from './consumer/address-events';

const about = (crn: string): object => ({ personReference: { identifiers: [{ type: 'CRN', value: crn }] } });

/** A tier was calculated. */
export const tierEvent = (crn: string, { calculationId }: Tier, now: Date): DeliusEvent => ({
  eventType: 'tier.calculation.complete',
  message: JSON.stringify({
    eventType: 'tier.calculation.complete',
    version: 1,
    description: 'Tier calculation complete',
    detailUrl: `https://hmpps-tier.example/crn/${crn}/tier/${calculationId}`,
    occurredAt: now.toISOString(),
    additionalInformation: { calculationId },
    ...about(crn),
  }),
});

/** Java's own way to print a time, which nDelius sends as the day of a registration. */
const asJavaPrints = (now: Date): string =>
  `${now.toUTCString().slice(0, 3)} ${now.toUTCString().slice(8, 11)} ${now.toISOString().slice(8, 10)} ${now.toISOString().slice(11, 19)} GMT ${now.getUTCFullYear()}`;

/** A registration came or went. */
export const registrationEvent = (
  crn: string,
  change: 'added' | 'deregistered',
  { code, description }: Registration,
  now: Date,
): DeliusEvent => ({
  eventType: `probation-case.registration.${change}`,
  message: JSON.stringify({
    eventType: `probation-case.registration.${change}`,
    version: 1,
    description:
      change === 'added'
        ? 'A new registration has been added to the probation case'
        : 'A registration has been deregistered from the probation case',
    occurredAt: withOffset(now),
    additionalInformation: {
      registerTypeCode: code,
      registerTypeDescription: description,
      registrationDate: asJavaPrints(now),
    },
    ...about(crn),
  }),
});

/** An assessment was finished. The attribute bears the name of the family, the message its own. */
export const assessmentEvent = (crn: string, assessmentId: number, now: Date): DeliusEvent => ({
  eventType: 'risk-assessment.scores.determined',
  message: JSON.stringify({
    eventType: 'assessment.summary.produced',
    version: 1,
    description: 'Assessment Summary has been produced',
    detailUrl: `https://oasys.example/asssumm/${crn}/ALLOW/${assessmentId}/COMPLETE`,
    occurredAt: now.toISOString(),
    ...about(crn),
  }),
});
