import { ApiSchema, Day, Exact, Flag, Int, ListOf, Nested, Optional, Uuid } from '@throughcare/platform/dto';

export class CharacteristicFilter {
  @Optional() @ListOf('uuid') includedCharacteristicIds?: string[] | null;
  @Optional() @ListOf('uuid') excludedCharacteristicIds?: string[] | null;
}

@ApiSchema({ name: 'BedspaceSearchBody' })
export class BedspaceSearchQuery {
  @Day() startDate!: string;
  @Int() durationDays!: number;
  @ListOf('uuid') probationDeliveryUnits!: string[];
  @Optional() @Nested(() => CharacteristicFilter) premisesFilters?: CharacteristicFilter | null;
  @Optional() @Nested(() => CharacteristicFilter) bedspaceFilters?: CharacteristicFilter | null;
}

/** Of our own pages: by nights. */
@Exact()
@ApiSchema({ name: 'PlacementSearchBody' })
export class PlacementSearchQuery {
  @Day() startDate!: string;
  @Int() nights!: number;
  @ListOf('uuid') probationDeliveryUnits!: string[];
  @Optional() @Nested(() => CharacteristicFilter) premisesFilters?: CharacteristicFilter | null;
  @Optional() @Nested(() => CharacteristicFilter) bedspaceFilters?: CharacteristicFilter | null;
  @Optional() @Uuid() assessmentId?: string | null;
  @Optional() @Flag() includeUnavailable?: boolean | null;
  @Optional() @Int({ min: 1 }) page?: number | null;
  @Optional() @Int({ min: 1, max: 100 }) perPage?: number | null;
}
