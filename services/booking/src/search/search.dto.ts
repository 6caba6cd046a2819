import { Day, Int, ListOf, Nested, Optional } from '@throughcare/platform/dto';

export class CharacteristicFilter {
  @Optional() @ListOf('uuid') includedCharacteristicIds?: string[] | null;
  @Optional() @ListOf('uuid') excludedCharacteristicIds?: string[] | null;
}

export class BedspaceSearchBody {
  @Day() startDate!: string;
  @Int() durationDays!: number;
  @ListOf('uuid') probationDeliveryUnits!: string[];
  @Optional() @Nested(() => CharacteristicFilter) premisesFilters?: CharacteristicFilter | null;
  @Optional() @Nested(() => CharacteristicFilter) bedspaceFilters?: CharacteristicFilter | null;
}
