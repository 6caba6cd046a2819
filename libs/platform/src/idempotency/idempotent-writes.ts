import type { INestApplication, Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { PeopleClient } from '../people';
import { IdempotencyInterceptor } from './idempotency.interceptor';

const found = <T>(app: INestApplication, type: Type<T>): T | undefined => {
  try {
    // Not `app.get`, which writes an error to the log before it throws.
    return app.get(ModuleRef).get(type, { strict: false });
  } catch {
    return undefined; // a service without a database, or whose answers show nobody
  }
};

/** Every write of a service takes an `Idempotency-Key`: here and nowhere else. Its migrations have `idempotencyTable`. */
export const idempotentWrites = (app: INestApplication): readonly IdempotencyInterceptor[] => {
  const db = found(app, DataSource);
  return db ? [new IdempotencyInterceptor(db, found(app, PeopleClient))] : [];
};
