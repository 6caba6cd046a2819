import { ApiSchema, ListOf, Text } from '@throughcare/platform/dto';

export class PersonQuery {
  @Text({ description: 'nDelius case reference number' }) crn!: string;
}

@ApiSchema({ name: 'PeopleRequest' })
export class PeopleQuery {
  @ListOf('text') crns!: string[];
}
