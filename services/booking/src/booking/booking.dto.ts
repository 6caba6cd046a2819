import { ApiSchema, Day, Exact, Flag, Instant, Int, Nested, Optional, Text, Uuid } from '@throughcare/platform/dto';

const NOTES = { max: 10_000, blank: true } as const;

export class BookingPath {
  @Uuid() premisesId!: string;
  @Uuid() bookingId!: string;
}

@ApiSchema({ name: 'NewBookingBody' })
export class NewBooking {
  @Text({ max: 20 }) crn!: string;
  @Day() arrivalDate!: string;
  @Day() departureDate!: string;
  @Uuid() bedspaceId!: string;
  @Optional() @Flag() enableTurnarounds?: boolean | null;
  @Optional() @Uuid() assessmentId?: string | null;
}

@ApiSchema({ name: 'ConfirmationBody' })
export class NewConfirmation {
  @Optional() @Text(NOTES) notes?: string | null;
}

@ApiSchema({ name: 'ArrivalBody' })
export class NewArrival {
  @Day() arrivalDate!: string;
  @Day() expectedDepartureDate!: string;
  @Optional() @Text(NOTES) notes?: string | null;
}

/** Nights beyond twelve weeks, recorded together with the departure. */
@ApiSchema({ name: 'BeyondBody' })
export class NightsBeyond {
  @Flag() isAuthorised!: boolean;
  @Optional() @Text(NOTES) reason?: string | null;
}

@ApiSchema({ name: 'DepartureBody' })
export class NewDeparture {
  @Instant() dateTime!: string;
  @Uuid() reasonId!: string;
  @Uuid() moveOnCategoryId!: string;
  @Optional() @Text(NOTES) notes?: string | null;
  @Optional() @Nested(() => NightsBeyond) overstay?: NightsBeyond | null;
}

@ApiSchema({ name: 'CancellationBody' })
export class NewCancellation {
  @Day() date!: string;
  @Uuid() reason!: string;
  @Optional() @Text(NOTES) notes?: string | null;
}

@Exact()
@ApiSchema({ name: 'DatesBody' })
export class DatesUpdate {
  @Day() arrivalDate!: string;
  @Day() departureDate!: string;
  @Optional() @Text(NOTES) notes?: string | null;
}

@Exact()
@ApiSchema({ name: 'NonArrivalBody' })
export class NewNonArrival {
  @Uuid() reasonId!: string;
  @Optional() @Text(NOTES) notes?: string | null;
}

@Exact()
@ApiSchema({ name: 'MoveBody' })
export class NewMove {
  @Uuid() bedspaceId!: string;
  @Day() movedOn!: string;
  @Optional() @Text(NOTES) notes?: string | null;
}

@ApiSchema({ name: 'ExtensionBody' })
export class NewExtension {
  @Day() newDepartureDate!: string;
  @Optional() @Text(NOTES) notes?: string | null;
}

@ApiSchema({ name: 'OverstayBody' })
export class NewOverstay {
  @Day() newDepartureDate!: string;
  @Flag() isAuthorised!: boolean;
  @Optional() @Text(NOTES) reason?: string | null;
}

@ApiSchema({ name: 'TurnaroundBody' })
export class NewTurnaround {
  @Int() workingDays!: number;
}

export class BookingSearchQuery {
  @Optional() @Text({ blank: true }) status?: string;
  @Optional() @Text({ blank: true }) sortField?: string;
  @Optional() @Text({ blank: true }) sortDirection?: string;
  @Optional() @Int({ min: 1 }) page?: number;
  @Optional() @Text({ max: 255, blank: true }) crnOrName?: string;
}
