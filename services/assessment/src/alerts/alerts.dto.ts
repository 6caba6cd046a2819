import { ApiSchema, Text } from '@throughcare/platform/dto';

@ApiSchema({ name: 'AcknowledgeAlert' })
export class NewAcknowledgement {
  @Text({ max: 40, description: 'as the list of alerts names it' }) alert!: string;
}
