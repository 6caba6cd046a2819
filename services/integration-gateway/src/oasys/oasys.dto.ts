import { ListOf, Optional, Text } from '@throughcare/platform/dto';

export class PlanQuery {
  @Optional()
  @Text({ max: 100, description: '`allow_all`: of any age. Anything else, or nothing: of the last six months' })
  suitabilityStrategy?: string;
}

export class SectionsQuery {
  @Optional()
  @ListOf('text', { description: 'numbers of needs that are shown although they are not linked to harm' })
  'selected-sections'?: string[];
}
