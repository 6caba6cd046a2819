import { ApiSchema, Day, OneOf, Optional, Text, Uuid } from '@throughcare/platform/dto';
import { COST_CENTRES, type CostCentre } from './void.entity';

const NOTES = { max: 10_000, blank: true } as const;

@ApiSchema({ name: 'VoidBody' })
export class VoidUpdate {
  @Day() startDate!: string;
  @Day() endDate!: string;
  @Uuid() reasonId!: string;
  /** Not sent when a void is changed: it stays as it is. */
  @Optional() @OneOf(COST_CENTRES) costCentre?: CostCentre | null;
  /** The same. */
  @Optional() @Text({ max: 255, blank: true }) referenceNumber?: string | null;
  /** Not sent: there are none. Existing clients leave an empty field out. */
  @Optional() @Text(NOTES) notes?: string | null;
}

@ApiSchema({ name: 'VoidCancellationBody' })
export class NewVoidCancellation {
  @Optional() @Text(NOTES) cancellationNotes?: string | null;
}
