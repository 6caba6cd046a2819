import { Int, Uuid } from '@throughcare/platform/dto';

export class DraftPath {
  @Uuid() applicationId!: string;
}

export class RevisionPath extends DraftPath {
  @Int({ min: 1, form: true }) revision!: number;
}
