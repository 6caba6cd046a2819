import { ArsonRisk, MappaLevel, RoshLevel } from '@throughcare/api/cas3/risks';
import { Day, Flag, Int, ListOf, Optional, Text, Uuid } from '@throughcare/platform/dto';
import { eligibilityReasons } from '../assessment/assessment-state';

const SEXES = ['female', 'male', 'unknown'] as const;
const UNKNOWN = 'repeated; whom it leaves out for what is not known are counted in X-Left-Out-As-Unknown';

/** Of the first six, unknown values count as absent, as existing clients expect; unknown names are refused. */
export class AssessmentListQuery {
  @Optional() @ListOf('text', { description: 'repeated or with commas' }) statuses?: string[];
  @Optional() @Text({ max: 255, blank: true, description: 'whole CRN, or words of a name' }) crnOrName?: string;
  @Optional() @Text({ max: 100, blank: true, description: 'unknown values count as arrivalDate' }) sortBy?: string;
  @Optional() @Text({ max: 100, blank: true, description: 'asc or desc' }) sortDirection?: string;
  @Optional() @Int({ min: 1, max: 1_000_000, description: 'without it every row and no page headers' }) page?: number;
  @Optional() @Int({ min: 1, max: 1000, description: 'default 10' }) perPage?: number;
  @Optional() @ListOf('uuid', { description: 'repeated' }) probationDeliveryUnitIds?: string[];
  @Optional() @Flag({ description: 'allocated to the caller' }) mine?: boolean;
  @Optional() @Uuid({ description: 'allocated to this member of staff' }) allocatedToUserId?: string;
  @Optional() @Day({ description: 'place needed on this day or later' }) requiredFrom?: string;
  @Optional()
  @Day({ description: 'place needed on this day or earlier', notBefore: 'requiredFrom' })
  requiredTo?: string;
  @Optional() @Day({ description: 'referral received on this day or later' }) receivedFrom?: string;
  @Optional()
  @Day({ description: 'referral received on this day or earlier', notBefore: 'receivedFrom' })
  receivedTo?: string;
  @Optional() @Flag({ description: 'undecided after five working days' }) overdue?: boolean;
  @Optional() @Flag({ description: 'true: a sexual risk, or not known whether; false: none' }) sexualRisk?: boolean;
  @Optional() @ListOf(eligibilityReasons, { description: 'from where the person comes; repeated' }) sources?: string[];
  @Optional() @ListOf(SEXES, { description: UNKNOWN }) sexes?: (typeof SEXES)[number][];
  @Optional() @ListOf(RoshLevel.options, { description: UNKNOWN }) roshLevels?: RoshLevel[];
  @Optional() @ListOf(MappaLevel.options, { description: UNKNOWN }) mappaLevels?: MappaLevel[];
  @Optional() @ListOf(ArsonRisk.options, { description: UNKNOWN }) arsonRisks?: ArsonRisk[];
}
