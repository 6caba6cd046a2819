import { Day, ListOf, Optional, Text } from '@throughcare/platform/dto';

export class BedspaceUpdateBody {
  @Text({ max: 255, blank: true }) reference!: string;
  @ListOf('uuid') characteristicIds!: string[];
  @Optional() @Text({ max: 10_000, blank: true }) notes?: string | null;
}

export class NewBedspaceBody extends BedspaceUpdateBody {
  @Day() startDate!: string;
}
