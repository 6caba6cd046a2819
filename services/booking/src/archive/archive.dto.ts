import { ApiSchema, Day } from '@throughcare/platform/dto';

@ApiSchema({ name: 'ArchiveBody' })
export class NewArchive {
  @Day() endDate!: string;
}

@ApiSchema({ name: 'UnarchiveBody' })
export class NewUnarchive {
  @Day() restartDate!: string;
}
