// A guard counts once it has been seen to fail: redrives and replays with one promise broken, on the in-memory bus.
import type { DataSource, EntityManager } from 'typeorm';
import { EventWork } from '#src/consumer/event-work';
import { Inbox } from '#src/consumer/inbox';
import { type NextLetter, DeadLetterTable } from '#src/consumer/dead-letters/dead-letter-table';
import type { EventRecord } from '#src/publish/event-record';
import { ReplayWork } from '#src/replay/replay-work';
import { inTransaction } from '#src/database/transaction';
import { replaysContract } from './replays';
import { runtimeContract } from './runtime';
import type { BusHarness } from './world';
import { failuresOf } from '../harness/failures';
import { InMemoryBroker, InMemoryBus } from '../harness/in-memory-bus';
import { batchOf } from '../harness/records';

const REDRIVE = 'parks only the key of an event that cannot be handled, and a redrive brings each effect once in order';
const REPLAY = 'replays history twice while live events of the same keys go on: per run each event once, in order';
const LATE_MS = 1_000;

const start = async (): Promise<BusHarness> => {
  const broker = new InMemoryBroker();
  return {
    features: new InMemoryBus().features,
    open: async () => new InMemoryBus(broker),
    busFor: async () => new InMemoryBus(broker),
    publish: (bus, records) => bus.publish(batchOf(records)),
    settle: (feed, deliveries) => feed.ack(deliveries),
    close: async () => {},
  };
};
const failures = (only: string, patienceMs: number) =>
  failuresOf(start, (bus) => bus, { patienceMs, only: [only], contracts: [runtimeContract, replaysContract] });

type Release = (tx: EntityManager) => Promise<boolean>;
/** Their private parts: a mutant changes what no caller can. */
interface Repeating {
  readonly options: { readonly dataSource: DataSource; readonly inbox: Inbox };
  repeat(record: EventRecord, release: Release): Promise<boolean>;
}
interface Handling {
  readonly options: { readonly dataSource: DataSource };
  handle(items: readonly unknown[], tx: EntityManager, ...rest: unknown[]): Promise<void>;
}
const { repeat } = EventWork.prototype as unknown as Repeating;
const { handle } = ReplayWork.prototype as unknown as Handling;
const redriving = (mutant: (this: Repeating, record: EventRecord, release: Release) => Promise<boolean>) =>
  jest.spyOn(EventWork.prototype as unknown as Repeating, 'repeat').mockImplementation(mutant);
type Handle = (this: Handling, items: readonly unknown[], tx: EntityManager, ...rest: unknown[]) => Promise<void>;
const replaying = (mutant: Handle) =>
  jest.spyOn(ReplayWork.prototype as unknown as Handling, 'handle').mockImplementation(mutant);
const { mark } = Inbox.prototype;
const released = () => Promise.resolve(true);

/** The newest letter of a key instead of the oldest. */
const newest = async (tx: EntityManager, consumer: string, key: string): Promise<NextLetter | undefined> => {
  const [row] = await tx.query<{ id: string; event: EventRecord }[]>(
    `select id, event from assessment.dead_letter where consumer = $1 and key = $2 and state <> 'discarded'
     order by (event->>'version')::int desc limit 1`,
    [consumer, key],
  );
  return row && { id: row.id, record: row.event, waits: false, isHeld: false };
};

const REDRIVES: readonly [breach: string, mutate: () => void][] = [
  [
    'drops the effect',
    () => {
      jest.spyOn(Inbox.prototype, 'mark').mockImplementation(async function (this: Inbox, tx, record) {
        await mark.call(this, tx, record);
        return false;
      });
    },
  ],
  [
    'does not write down that an event had its effect',
    () => void jest.spyOn(Inbox.prototype, 'mark').mockResolvedValue(true),
  ],
  ['releases the newest first', () => void jest.spyOn(DeadLetterTable.prototype, 'first').mockImplementation(newest)],
  [
    'handles each event twice',
    () => {
      jest.spyOn(Inbox.prototype, 'mark').mockResolvedValue(true);
      redriving(async function (record, release) {
        await repeat.call(this, record, release);
        return repeat.call(this, record, released);
      });
    },
  ],
  [
    'frees the key before the effect',
    () => {
      redriving(async function (record, release) {
        const { dataSource, inbox } = this.options;
        const isReleased = await inTransaction(dataSource, async (tx) => {
          await mark.call(inbox, tx, record);
          return release(tx);
        });
        const late = async () => {
          jest.spyOn(Inbox.prototype, 'mark').mockResolvedValue(true);
          await repeat.call(this, record, released);
        };
        setTimeout(() => void late().catch(() => undefined), LATE_MS).unref();
        return isReleased;
      });
    },
  ],
];

const REPLAYS: readonly [breach: string, mutate: () => void][] = [
  [
    'drops one event in seven',
    () => {
      let seen = 0;
      replaying(function (items, ...rest) {
        return handle.call(
          this,
          items.filter(() => (seen += 1) % 7 !== 0),
          ...rest,
        );
      });
    },
  ],
  [
    'mixes a batch',
    () => {
      replaying(function (items, ...rest) {
        return handle.call(this, [...items].reverse(), ...rest);
      });
    },
  ],
  [
    'handles each batch twice',
    () => {
      replaying(async function (items, ...rest) {
        await handle.call(this, items, ...rest);
        await handle.call(this, items, ...rest);
      });
    },
  ],
  [
    'ends before the effects',
    () => {
      replaying(function (items, _tx, ...rest) {
        const late = () => inTransaction(this.options.dataSource, (tx) => handle.call(this, items, tx, ...rest));
        setTimeout(() => void late().catch(() => undefined), LATE_MS * 5).unref();
        return Promise.resolve();
      });
    },
  ],
];

describe('F-089: the contract suite, on redrives and replays, so that it can be believed,', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each([REDRIVE, REPLAY])(
    'passes where nothing is changed: %s',
    async (only) => {
      expect(await failures(only, 20_000)).toEqual([]);
    },
    90_000,
  );

  it.each(REDRIVES)(
    'fails when a redrive %s',
    async (_breach, mutate) => {
      mutate();
      expect(await failures(REDRIVE, 6_000)).toEqual([REDRIVE]);
    },
    90_000,
  );

  it.each(REPLAYS)(
    'fails when a replay %s',
    async (_breach, mutate) => {
      mutate();
      expect(await failures(REPLAY, 20_000)).toEqual([REPLAY]);
    },
    90_000,
  );
});
