import { OneOf, Optional, Text } from '@throughcare/platform/dto';

export class ListQuery {
  @Optional() @Text({ max: 100, blank: true }) type?: string;
}

export class UnitsQuery {
  @Optional() @Text({ max: 100, blank: true }) probationRegionId?: string;
}

export class ReasonsQuery {
  @Optional() @OneOf(['true', 'false'], { dropUnknown: true }) includeInactive?: string;
}
