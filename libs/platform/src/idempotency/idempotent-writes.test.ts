import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { idempotentWrites } from './idempotent-writes';

@Module({})
class ShowsNobody {}

describe('which writes are repeated', () => {
  it('F-094: a service without database or people starts with no error in its log', async () => {
    const errors: unknown[] = [];
    const log = { log: () => undefined, warn: () => undefined, error: (...said: unknown[]) => void errors.push(said) };
    const app = await NestFactory.create(ShowsNobody, new FastifyAdapter(), { logger: log, abortOnError: false });
    expect(idempotentWrites(app)).toEqual([]);
    expect(errors).toEqual([]);
    await app.close();
  });
});
