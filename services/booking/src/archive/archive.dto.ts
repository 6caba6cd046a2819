import { Day } from '@throughcare/platform/dto';

export class ArchiveBody {
  @Day() endDate!: string;
}

export class UnarchiveBody {
  @Day() restartDate!: string;
}
