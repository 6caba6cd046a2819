import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { DataSource } from 'typeorm';
import { runInContext } from '@throughcare/base/context';
import type { ScratchDatabase } from '../../proof/harness/scratch-database';
import { scratchDatabase } from '../../proof/harness/scratch-database';
import { UnitOfWork } from './unit-of-work';

const confirmed = BookingConfirmed.of(BookingConfirmed.example);
const aggregate = { id: 'booking-1', key: 'X900001', version: 1 };

describe('a unit of work', () => {
  let db: ScratchDatabase;
  let dataSource: DataSource;
  let work: UnitOfWork;
  const outbox = () =>
    db.query('select key, version, headers, partition, payload from booking.outbox order by position');

  beforeEach(async () => {
    db = await scratchDatabase(['booking'], undefined, 'create table booking.state (n int)');
    dataSource = await db.open('booking');
    work = new UnitOfWork(dataSource, { source: 'booking', schema: 'booking' });
  });
  afterEach(() => db.drop());

  it('commits state and events together', async () => {
    const appended: number[] = [];
    work.onAppended((records) => appended.push(records.length));
    const result = await work.run(async (tx, publish) => {
      publish({ ...aggregate, version: 2 }, [confirmed, confirmed]);
      await tx.query('insert into booking.state values (1)');
      return 'done';
    });
    expect(result).toBe('done');
    expect((await outbox()).map(({ version }) => version)).toEqual([1, 2]);
    expect(await db.query('select n from booking.state')).toEqual([{ n: 1 }]);
    expect(appended).toEqual([2]);
  });

  it('leaves neither when the work fails', async () => {
    const failing = work.run(async (tx, publish) => {
      await tx.query('insert into booking.state values (1)');
      publish(aggregate, [confirmed]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await outbox()).toEqual([]);
    expect(await db.query('select n from booking.state')).toEqual([]);
  });

  it('leaves neither when an event breaks its contract', async () => {
    const failing = work.run(async (tx, publish) => {
      await tx.query('insert into booking.state values (1)');
      publish(aggregate, [{ ...confirmed, data: {} }]);
    });
    await expect(failing).rejects.toThrow();
    expect(await db.query('select n from booking.state')).toEqual([]);
  });

  it('joins the one that is open around it, and opens its own once that has ended', async () => {
    let late: Promise<void> | undefined;
    await work.run(async (outer) => {
      await work.run(async (inner, publish) => {
        expect(inner).toBe(outer);
        publish(aggregate, [confirmed]);
      });
      expect(await outbox()).toEqual([]);
      late = new Promise<void>((resolve) => setTimeout(resolve, 50)).then(() =>
        work.run(async (inner) => expect(inner).not.toBe(outer)),
      );
    });
    expect(await outbox()).toHaveLength(1);
    await late;
  });

  it('gives everything of one transaction one correlation, and that of the context where there is one', async () => {
    await work.run(async (_tx, publish) => {
      publish(aggregate, [confirmed]);
      publish({ ...aggregate, id: 'booking-2' }, [confirmed]);
    });
    await runInContext({ correlationId: 'click-1', causationId: 'event-1', traceparent: 'trace-1' }, () =>
      work.run(async (_tx, publish) => publish(aggregate, [confirmed])),
    );
    const [first, second, third] = (await outbox()).map(({ headers }) => headers as Record<string, string>);
    expect(first?.correlationid).toBe(second?.correlationid);
    expect(third).toMatchObject({ correlationid: 'click-1', causationid: 'event-1', traceparent: 'trace-1' });
    expect(first).not.toHaveProperty('causationid');
  });

  it('says that the database went away, not what the code met because of that', async () => {
    const lost = work.run(async (tx) => {
      const [row] = await tx.query<{ pid: number }[]>('select pg_backend_pid() as pid');
      await db.query('select pg_terminate_backend($1)', [row?.pid]);
      await tx.query('insert into booking.state values (1)');
    });
    // PostgreSQL's own word for it may arrive before the end of the connection.
    const itsWords = /^(?:DATABASE_CONNECTION_LOST|57P01)$/;
    await expect(lost).rejects.toMatchObject({ code: expect.stringMatching(itsWords) as unknown });
  });

  it('refuses a commit that was answered with a rollback, however fresh the error that somebody caught', async () => {
    for (let turn = 0; turn < 30; turn += 1) {
      const swallowed = work.run(async (tx) => {
        await tx.query('insert into booking.nowhere values (1)').catch(() => undefined);
      });
      await expect(swallowed).rejects.toThrow('TRANSACTION_ABORTED');
    }
  });

  it('leaves neither state nor event when the append is refused', async () => {
    await db.query('alter table booking.outbox add constraint closed check (false)');
    const refused = work.run(async (tx, publish) => {
      await tx.query('insert into booking.state values (1)');
      publish(aggregate, [confirmed]);
    });
    await expect(refused).rejects.toMatchObject({ code: '23514' });
    expect(await db.query('select * from booking.state')).toEqual([]);
    expect(await outbox()).toEqual([]);
  });

  it('makes a savepoint of a transaction inside', async () => {
    await work.run(async (tx) => {
      await tx.query('insert into booking.state values (1)');
      await tx
        .transaction(async (inner) => {
          await inner.query('insert into booking.state values (2)');
          throw new Error('told to');
        })
        .catch(() => undefined);
      await tx.query('insert into booking.state values (3)');
    });
    expect(await db.query('select n from booking.state order by n')).toEqual([{ n: 1 }, { n: 3 }]);
  });
});
