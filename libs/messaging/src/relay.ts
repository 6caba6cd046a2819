import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UnitOfWork } from './unit-of-work';

@Injectable()
export class Relay {
  constructor(
    protected readonly dataSource: DataSource,
    protected readonly unitOfWork: UnitOfWork,
  ) {}
}
