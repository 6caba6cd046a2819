import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { INestMicroservice } from '@nestjs/common';
import type { AsyncMicroserviceOptions } from '@nestjs/microservices';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import type { EventOf } from '@throughcare/events/define-event';
import { DataSource } from 'typeorm';
import { runInContext } from '@throughcare/base/context';
import { DeadLetters } from './consumer/dead-letters/dead-letters';
import { defineConsumer } from './consumer/define-consumer';
import type { EventContext } from './consumer/on-event';
import { OnEvent } from './consumer/on-event';
import { EventServer } from './consumer/event-server';
import { MessagingModule } from './messaging.module';
import type { ScratchDatabase } from '../proof/harness/scratch-database';
import { scratchDatabase } from '../proof/harness/scratch-database';
import { settled } from '../proof/harness/settled';
import { UnitOfWork } from './publish/unit-of-work';

const received: string[] = [];
const refused = new Set<string>();

@Controller()
class Closing {
  @OnEvent(BookingConfirmed, defineConsumer('assessment-closing'))
  async confirmed(event: EventOf<typeof BookingConfirmed>, { publish }: EventContext) {
    if (refused.has(event.subject)) throw Object.assign(new Error('NOT_NOW'), { kind: 'conflict', code: 'NOT_NOW' });
    received.push(`closing ${event.data.crn} ${event.aggregateversion}`);
    const { example } = AssessmentClosed;
    const id = example.assessmentId;
    publish({ id, key: event.subject, version: event.aggregateversion }, [AssessmentClosed.of(example)]);
  }
}

@Controller()
class Timeline {
  @OnEvent(BookingConfirmed, defineConsumer('assessment-timeline', { batch: true }))
  async confirmed(events: readonly EventOf<typeof BookingConfirmed>[]) {
    received.push(...events.map((event) => `timeline ${event.data.crn} ${event.aggregateversion}`));
  }
}

const application = async (db: ScratchDatabase, source: string, controllers: (new () => object)[]) => {
  const dataSource = await db.open(source);
  @Module({ providers: [{ provide: DataSource, useValue: dataSource }], exports: [DataSource] })
  class Database {}
  @Module({
    imports: [{ module: Database, global: true }, MessagingModule.forRoot({ source, shareEveryMs: 100 })],
    controllers,
  })
  class App {}
  const app = await NestFactory.createMicroservice<AsyncMicroserviceOptions>(App, {
    logger: false,
    inject: [EventServer],
    useFactory: (strategy: EventServer) => ({ strategy }),
  });
  await app.listen();
  return { app, dataSource, schema: source };
};

describe('two services on the embedded bus', () => {
  let db: ScratchDatabase;
  let booking: { app: INestMicroservice; dataSource: DataSource; schema: string };
  let assessment: typeof booking;
  const confirm = (crn: string, version: number) =>
    booking.app.get(UnitOfWork).run(async (_tx, publish) => {
      const { example } = BookingConfirmed;
      publish({ id: `booking-${crn}`, key: crn, version }, [BookingConfirmed.of({ ...example, crn })]);
    });
  const quiet = () => settled([booking, assessment]);

  beforeAll(async () => {
    db = await scratchDatabase(['booking', 'assessment']);
    booking = await application(db, 'booking', []);
    assessment = await application(db, 'assessment', [Closing, Timeline]);
  });
  beforeEach(() => {
    received.length = 0;
    refused.clear();
  });
  afterAll(async () => {
    await booking?.app.close();
    await assessment?.app.close();
    await db?.drop();
  });

  it('brings an event to every consumer, and theirs carry its correlation and causation', async () => {
    await runInContext({ correlationId: 'click-12345678' }, () => confirm('X900001', 1));
    await quiet();
    expect(received.sort()).toEqual(['closing X900001 1', 'timeline X900001 1']);
    const [caused] = await db.query('select type, headers, key from assessment.event_log');
    const [cause] = await db.query('select event_id from booking.event_log');
    expect(caused).toMatchObject({
      type: AssessmentClosed.type,
      key: 'X900001',
      headers: { correlationid: 'click-12345678', causationid: cause?.event_id },
    });
  });

  it('parks the key of a refused event for that consumer alone, and a redrive releases it in order', async () => {
    refused.add('X900002');
    for (const version of [1, 2, 3]) await confirm('X900002', version);
    await confirm('X900003', 1);
    await quiet();
    const letters = assessment.app.get(DeadLetters);
    expect((await letters.list()).map(({ state, code }) => `${state} ${code}`)).toEqual([
      'failed NOT_NOW',
      'waiting BEHIND_DEAD_LETTER',
      'waiting BEHIND_DEAD_LETTER',
    ]);
    // A batch that fails runs again one by one: what a handler does outside its transaction may repeat.
    expect(new Set(received.filter((line) => line.startsWith('closing')))).toEqual(new Set(['closing X900003 1']));
    expect(new Set(received.filter((line) => line.startsWith('timeline X900002'))).size).toBe(3);

    expect(await letters.redrive('assessment-closing', 'X900002')).toEqual({ handled: 0, stillParked: ['X900002'] });
    refused.clear();
    expect(await letters.redrive('assessment-closing', { all: true })).toEqual({ handled: 3, stillParked: [] });
    expect(received.filter((line) => line.startsWith('closing X900002'))).toEqual([
      'closing X900002 1',
      'closing X900002 2',
      'closing X900002 3',
    ]);
    await confirm('X900002', 4);
    await quiet();
    expect(received).toContain('closing X900002 4');
    expect(await letters.list()).toEqual([]);
  });
});
