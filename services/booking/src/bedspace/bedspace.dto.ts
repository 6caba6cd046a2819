import { ApiSchema, Day, ListOf, Optional, Text } from '@throughcare/platform/dto';

@ApiSchema({ name: 'BedspaceUpdateBody' })
export class BedspaceUpdate {
  @Text({ max: 255, blank: true }) reference!: string;
  @ListOf('uuid') characteristicIds!: string[];
  @Optional() @Text({ max: 10_000, blank: true }) notes?: string | null;
}

@ApiSchema({ name: 'NewBedspaceBody' })
export class NewBedspace extends BedspaceUpdate {
  @Day() startDate!: string;
}
