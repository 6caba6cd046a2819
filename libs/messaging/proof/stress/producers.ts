import { setTimeout as sleep } from 'node:timers/promises';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { DataSource, EntityManager } from 'typeorm';
import { appendToOutbox } from '#src/publish/outbox';
import type { Publish, UnitOfWork } from '#src/publish/unit-of-work';
import { Outgoing } from '#src/publish/unit-of-work';

export interface ProducerOptions {
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly writers: number;
  readonly keys: number;
  readonly seconds: number;
}

class ChangedMyMind extends Error {}

const chance = (probability: number): boolean => Math.random() < probability;

/** Mostly none, often short, sometimes long: transactions of very different length overlap. */
const pause = async (): Promise<void> => {
  if (chance(0.6)) return;
  await sleep(chance(0.9) ? Math.random() * 12 : 40 + Math.random() * 160);
};

const keyOf = (index: number): string => `X${String(100_000 + index)}`;

/** Writers on the same keys: random pauses between begin, change, append and commit, rollbacks, work elsewhere first. */
export const produce = async (options: ProducerOptions): Promise<void> => {
  const until = Date.now() + options.seconds * 1000;
  await Promise.all(Array.from({ length: options.writers }, (_, writer) => write(options, writer, until)));
};

const write = async (options: ProducerOptions, writer: number, until: number): Promise<void> => {
  while (Date.now() < until) {
    const key = keyOf(Math.floor(Math.random() * options.keys));
    try {
      await (chance(0.5) ? throughUnitOfWork(options, writer, key) : pausingAfterAppend(options, writer, key));
    } catch (error) {
      if (!(error instanceof ChangedMyMind)) throw error;
    }
  }
};

const throughUnitOfWork = ({ unitOfWork }: ProducerOptions, writer: number, key: string): Promise<void> =>
  unitOfWork.run((tx, publish) => change(tx, publish, writer, key));

/** As the unit of work does it, with time between append and commit. */
const pausingAfterAppend = async (
  { dataSource, unitOfWork }: ProducerOptions,
  writer: number,
  key: string,
): Promise<void> => {
  const outgoing = new Outgoing('booking');
  await dataSource.transaction(async (tx) => {
    await change(tx, outgoing.publish, writer, key);
    await appendToOutbox(tx, 'booking', outgoing.records);
    await pause();
    if (chance(0.05)) throw new ChangedMyMind();
  });
  unitOfWork.appended(outgoing.records);
};

const change = async (tx: EntityManager, publish: Publish, writer: number, key: string): Promise<void> => {
  await pause();
  if (chance(0.5)) {
    await tx.query('insert into booking.elsewhere (writer) values ($1)', [writer]);
    await pause();
  }
  const count = chance(0.2) ? 2 : 1;
  const [row] = await tx.query<{ version: number }[]>(
    `insert into booking.thing as t (key, version) values ($1, $2)
     on conflict (key) do update set version = t.version + excluded.version returning version`,
    [key, count],
  );
  await pause();
  if (chance(0.05)) throw new ChangedMyMind();
  const event = BookingConfirmed.of({ ...BookingConfirmed.example, crn: key });
  publish(
    { id: key, key, version: row?.version ?? 0 },
    Array.from({ length: count }, () => event),
  );
};
