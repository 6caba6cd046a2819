// The event log read with the same statements: position, inbox and effect in one transaction per fifty events.
import { logReadStatement, moveStatement } from '@throughcare/messaging/bench';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { Pool } from 'pg';
import { inTransaction, poolOf, takeEffect } from './native-transaction';
import { looping, persistently } from '../persistently';
import { Recorder } from '../recorder';
import type { Member, Setting } from '../setting';

const LOG = logReadStatement('booking');
const MOVE = moveStatement('assessment');
const PARTITIONS = Array.from({ length: 64 }, (_, partition) => partition);
const LANES = 6;
const BATCH = 50;

interface Row {
  readonly partition: number;
  readonly offset: number;
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly occurred_at: Date;
}

export const nativePostgresConsumer = async ({ url, consumer }: Setting): Promise<Member> => {
  const reader = poolOf(url, 1);
  const lanes = poolOf(url, LANES);
  const marks = PARTITIONS.map(() => 0);
  const recorder = new Recorder();
  await reader.query(
    `insert into assessment.consumer_cursor (consumer, source, partition, "offset")
     select $1, 'booking', n, 0 from generate_series(0, 63) n`,
    [consumer],
  );
  const stop = looping(async () => {
    const { rows } = await reader.query<Row>({ ...LOG, values: [PARTITIONS, marks, [BookingConfirmed.type]] });
    const ofLane = (lane: number) => rows.filter(({ partition }) => partition % LANES === lane);
    const work = Array.from({ length: LANES }, (_, lane) => takeAll(lanes, consumer, ofLane(lane), marks, recorder));
    await Promise.all(work);
    return rows.length > 0;
  }, 10);
  return {
    run: () => Promise.resolve(0),
    taken: () => recorder.taken(),
    hold: () => Promise.resolve(),
    stop: async () => {
      await stop();
      await reader.end();
      await lanes.end();
    },
  };
};

const takeAll = async (
  pool: Pool,
  consumer: string,
  rows: readonly Row[],
  marks: number[],
  recorder: Recorder,
): Promise<void> => {
  for (let at = 0; at < rows.length; at += BATCH) {
    const batch = rows.slice(at, at + BATCH);
    await persistently(() => take(pool, consumer, batch, marks));
    for (const { partition, offset } of batch) marks[partition] = offset;
    recorder.note(batch.map((row) => row.occurred_at));
  }
};

/** Moving a position that was moved already changes nothing, so a commit whose answer was lost is simply repeated. */
const take = (pool: Pool, consumer: string, batch: readonly Row[], marks: readonly number[]): Promise<void> =>
  inTransaction(pool, async (client) => {
    const heads = new Map(batch.map((row) => [row.partition, row.offset]));
    const partitions = [...heads.keys()];
    const befores = partitions.map((partition) => marks[partition]);
    const sources = partitions.map(() => 'booking');
    await client.query({ ...MOVE, values: [consumer, sources, partitions, befores, [...heads.values()]] });
    await takeEffect(
      client,
      consumer,
      batch.map(({ occurred_at: occurredAt, ...row }) => ({ ...row, occurredAt })),
    );
  });
