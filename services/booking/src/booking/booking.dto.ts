import { Day, Exact, Flag, Instant, Int, Nested, Optional, Text, Uuid } from '@throughcare/platform/dto';

const NOTES = { max: 10_000, blank: true } as const;

export class BookingParams {
  @Uuid() premisesId!: string;
  @Uuid() bookingId!: string;
}

export class NewBookingBody {
  @Text({ max: 20 }) crn!: string;
  @Day() arrivalDate!: string;
  @Day() departureDate!: string;
  @Uuid() bedspaceId!: string;
  @Optional() @Flag() enableTurnarounds?: boolean | null;
  @Optional() @Uuid() assessmentId?: string | null;
}

export class ConfirmationBody {
  @Optional() @Text(NOTES) notes?: string | null;
}

export class ArrivalBody {
  @Day() arrivalDate!: string;
  @Day() expectedDepartureDate!: string;
  @Optional() @Text(NOTES) notes?: string | null;
}

/** Nights beyond twelve weeks, recorded together with the departure. */
export class BeyondBody {
  @Flag() isAuthorised!: boolean;
  @Optional() @Text(NOTES) reason?: string | null;
}

export class DepartureBody {
  @Instant() dateTime!: string;
  @Uuid() reasonId!: string;
  @Uuid() moveOnCategoryId!: string;
  @Optional() @Text(NOTES) notes?: string | null;
  @Optional() @Nested(() => BeyondBody) overstay?: BeyondBody | null;
}

export class CancellationBody {
  @Day() date!: string;
  @Uuid() reason!: string;
  @Optional() @Text(NOTES) notes?: string | null;
}

@Exact()
export class DatesBody {
  @Day() arrivalDate!: string;
  @Day() departureDate!: string;
  @Optional() @Text(NOTES) notes?: string | null;
}

@Exact()
export class NonArrivalBody {
  @Uuid() reasonId!: string;
  @Optional() @Text(NOTES) notes?: string | null;
}

@Exact()
export class MoveBody {
  @Uuid() bedspaceId!: string;
  @Day() movedOn!: string;
  @Optional() @Text(NOTES) notes?: string | null;
}

export class ExtensionBody {
  @Day() newDepartureDate!: string;
  @Optional() @Text(NOTES) notes?: string | null;
}

export class OverstayBody {
  @Day() newDepartureDate!: string;
  @Flag() isAuthorised!: boolean;
  @Optional() @Text(NOTES) reason?: string | null;
}

export class TurnaroundBody {
  @Int() workingDays!: number;
}

export class BookingSearchQuery {
  @Optional() @Text({ blank: true }) status?: string;
  @Optional() @Text({ blank: true }) sortField?: string;
  @Optional() @Text({ blank: true }) sortDirection?: string;
  @Optional() @Int({ min: 1 }) page?: number;
  @Optional() @Text({ max: 255, blank: true }) crnOrName?: string;
}
