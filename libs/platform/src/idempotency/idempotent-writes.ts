import type { INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Background } from '../background';
import { PeopleClient } from '../people';
import { Reaches } from '../access/reaches';
import { provided } from '../provided';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { purge } from './store';

const PURGE_EVERY_MS = 3_600_000;

/** Every write of a service takes an `Idempotency-Key`: here and nowhere else. Its migrations have `idempotencyTable` and `backgroundTable`. */
export const idempotentWrites = (app: INestApplication): readonly IdempotencyInterceptor[] => {
  const db = provided(app, DataSource);
  if (!db) return [];
  app.get(Background).add({
    name: 'idempotency-purge',
    every: { ms: PURGE_EVERY_MS },
    once: 'cluster',
    round: () => purge(db).then(() => 'done'),
  });
  return [new IdempotencyInterceptor(db, app.get(Reaches), provided(app, PeopleClient))];
};
