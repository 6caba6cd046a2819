import { ApiSchema, Day, Flag, Int, ListOf, Optional, Text, Uuid } from '@throughcare/platform/dto';

const NOTES = { max: 10_000, blank: true } as const;

@ApiSchema({ name: 'PremisesBody' })
export class PremisesUpdate {
  @Text({ max: 255, blank: true }) reference!: string;
  /** Required, which the rules say: clients know a missing line and a blank one as `$.address`. */
  @Optional() @Text({ max: 255, blank: true }) addressLine1?: string | null;
  @Optional() @Text({ max: 255, blank: true }) addressLine2?: string | null;
  @Optional() @Text({ max: 255, blank: true }) town?: string | null;
  @Text({ max: 255, blank: true }) postcode!: string;
  @Uuid() probationRegionId!: string;
  @Uuid() probationDeliveryUnitId!: string;
  @Optional() @Uuid() localAuthorityAreaId?: string | null;
  @Optional() @ListOf('uuid') characteristicIds?: string[] | null;
  @Optional() @Text(NOTES) notes?: string | null;
  @Optional() @Int() turnaroundWorkingDays?: number | null;
  @Optional() @Day() startDate?: string | null;
  /** False: refuse when another property of the delivery unit has this address. Our pages ask so first, and again when it is meant. */
  @Optional() @Flag() sameAddressIsMeant?: boolean | null;
  /** False: leave what other systems hold of the people who stay here. Otherwise a changed address is told for each of them. */
  @Optional() @Flag() correctStays?: boolean | null;
}

export class PremisesSearchQuery {
  @Optional() @Text({ max: 255, blank: true }) postcodeOrAddress?: string;
  @Optional() @Text({ blank: true }) premisesStatus?: string;
}
