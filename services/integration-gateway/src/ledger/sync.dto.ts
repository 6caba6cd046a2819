import { ApiSchema, OneOf, Optional, Text } from '@throughcare/platform/dto';

@ApiSchema({ name: 'Resolution' })
export class ResolutionUpdate {
  @OneOf(['sent', 'not-sent'], { description: 'sent: nDelius has it, or it was entered by hand; not-sent: send it' })
  outcome!: 'sent' | 'not-sent';
  @Optional() @Text({ max: 500, description: 'kept in the audit; names no person' }) reason?: string;
}
