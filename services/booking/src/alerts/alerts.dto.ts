import { Text } from '@throughcare/platform/dto';

export class NewDismissal {
  @Text({ max: 60, description: 'as the warnings of the booking name it' }) alert!: string;
}
