import type { INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PeopleClient } from '../people';
import { provided } from '../provided';
import { IdempotencyInterceptor } from './idempotency.interceptor';

/** Every write of a service takes an `Idempotency-Key`: here and nowhere else. Its migrations have `idempotencyTable`. */
export const idempotentWrites = (app: INestApplication): readonly IdempotencyInterceptor[] => {
  const db = provided(app, DataSource);
  return db ? [new IdempotencyInterceptor(db, provided(app, PeopleClient))] : [];
};
