import { z } from 'zod';
import { soft } from '../upstream/upstream';

const text = z.string();
const texts = soft(z.record(text, z.unknown()));

/** Of approved-premises-and-oasys: what is said of the assessment beside each section. */
const head = {
  assessmentId: soft(z.number().int()),
  initiationDate: text,
  dateCompleted: soft(text),
  lastUpdatedDate: soft(text),
};

export const Rosh = z.object({
  ...head,
  // Not soft: a rating that cannot be read is no absence of risk.
  rosh: z
    .object({
      riskChildrenCommunity: text.nullish(),
      riskPublicCommunity: text.nullish(),
      riskKnownAdultCommunity: text.nullish(),
      riskStaffCommunity: text.nullish(),
    })
    .nullish(),
});
export type Rosh = z.output<typeof Rosh>;

/** A section of free texts, by the member that holds them. */
const section = <Name extends string>(name: Name) =>
  z.object({ ...head, [name]: texts } as typeof head & Record<Name, typeof texts>);

export const RiskManagementPlan = section('riskManagementPlan');
export type RiskManagementPlan = z.output<typeof RiskManagementPlan>;
export const RoshSummary = section('roshSummary');
export const OffenceDetails = section('offence');
export const RiskToTheIndividual = section('riskToTheIndividual');
export const NeedsDetails = z.object({ ...head, needs: texts, linksToHarm: texts, linksToReOffending: texts });
export type NeedsDetails = z.output<typeof NeedsDetails>;
