// What people use today: Nest's own Kafka transport with its defaults, and one transaction per message.
import 'reflect-metadata';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, KafkaContext, type MicroserviceOptions, Transport } from '@nestjs/microservices';
import { topicOf } from '@throughcare/messaging/bench';
import { logLevel } from 'kafkajs';
import type { Pool } from 'pg';
import { arrivedIn } from './native/native-kafka';
import { inTransaction, poolOf, takeEffect } from './native/native-transaction';
import { Recorder } from './recorder';
import type { Member, Setting } from './setting';

const POOL = 'POOL';
const RECORDER = 'RECORDER';
const CONSUMER = 'CONSUMER';

@Controller()
class BookingEvents {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(RECORDER) private readonly recorder: Recorder,
    @Inject(CONSUMER) private readonly consumer: string,
  ) {}

  @EventPattern(topicOf('booking'))
  async confirmed(@Ctx() context: KafkaContext): Promise<void> {
    const event = arrivedIn(context.getMessage());
    await inTransaction(this.pool, (client) => takeEffect(client, this.consumer, [event]));
    this.recorder.note([event.occurredAt]);
  }
}

export const nestConsumer = async ({ address, url, consumer }: Setting): Promise<Member> => {
  const pool = poolOf(url, 6);
  const recorder = new Recorder();
  const providers = [
    { provide: POOL, useValue: pool },
    { provide: RECORDER, useValue: recorder },
    { provide: CONSUMER, useValue: consumer },
  ];
  @Module({ controllers: [BookingEvents], providers })
  class Consuming {}
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(Consuming, {
    logger: false,
    transport: Transport.KAFKA,
    options: {
      client: { brokers: address.split(','), logLevel: logLevel.NOTHING },
      consumer: { groupId: consumer },
      subscribe: { fromBeginning: true },
    },
  });
  await app.listen();
  return {
    run: () => Promise.resolve(0),
    taken: () => recorder.taken(),
    hold: () => Promise.resolve(),
    stop: async () => {
      await app.close();
      await pool.end();
    },
  };
};
