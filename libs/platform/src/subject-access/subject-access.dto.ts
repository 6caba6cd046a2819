import { Day, Optional, Text } from '../dto';

export class SubjectQuery {
  @Optional() @Text({ max: 20 }) prn?: string;
  @Optional() @Text({ max: 20 }) crn?: string;
  @Optional() @Day() fromDate?: string;
  @Optional() @Day() toDate?: string;
}
