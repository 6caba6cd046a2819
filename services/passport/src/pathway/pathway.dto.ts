import { ApiSchema, Int, OneOf, Optional, Text } from '@throughcare/platform/dto';
import { PATHWAYS, STATUSES, type Pathway, type Status } from './pathway.rules';

@ApiSchema({ name: 'PathwayStatusAndCaseNote' })
export class PathwayUpdate {
  @OneOf(PATHWAYS)
  pathway: Pathway;

  @OneOf(STATUSES)
  status: Status;

  @Text({ max: 10_000 })
  caseNoteText: string;
}

export class HistoryQuery {
  @Optional()
  @OneOf(PATHWAYS, { description: 'Only this pathway' })
  pathway?: Pathway;

  @Optional()
  @Int({ min: 0, description: 'Zero-based' })
  page?: number;

  @Optional()
  @Int({ min: 1, max: 200, description: 'Default 50' })
  size?: number;
}
