import { ListOf } from '@throughcare/platform/dto';

export class RiskLevelsQuery {
  @ListOf('uuid', { description: 'no more than 500' }) applicationIds!: string[];
}
