import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { newId } from '@throughcare/events/ids';
import { DataSource, EntitySchema } from 'typeorm';
import { aggregateSuite } from '../../proof/aggregates/aggregate-suite';
import { scratchDatabase, type ScratchDatabase } from '../../proof/harness/scratch-database';
import { changeAggregate, createAggregate, updateBookkeeping, type AggregateType } from './aggregate';
import { UnitOfWork } from './unit-of-work';

interface Bed {
  id: string;
  version: number;
  crn: string;
  note: string | null;
  lease: string | null;
}

const Bed = new EntitySchema<Bed>({
  name: 'bed',
  columns: {
    id: { type: 'uuid', primary: true },
    version: { type: 'int' },
    crn: { type: 'text' },
    note: { type: 'text', nullable: true },
    lease: { type: 'text', nullable: true },
  },
});

const beds: AggregateType<Bed> = {
  entity: Bed,
  table: 'bed',
  keyOf: ({ crn }) => crn,
  missing: 'BED_NOT_FOUND',
  bookkeeping: ['lease'],
};

describe('an aggregate', () => {
  let scratch: ScratchDatabase;
  let db: DataSource;
  let work: UnitOfWork;
  const event = BookingConfirmed.of(BookingConfirmed.example);
  const aRow = async () => ({ id: newId(), crn: 'X900001', note: null, lease: null });

  beforeAll(async () => {
    const table =
      'create table booking.bed (id uuid primary key, version int not null, crn text, note text, lease text)';
    scratch = await scratchDatabase(['booking'], undefined, table);
    const { options } = await scratch.open('booking');
    db = await new DataSource({ ...options, entities: [Bed] }).initialize();
    work = new UnitOfWork(db, { source: 'booking', schema: 'booking' });
  });
  afterAll(async () => {
    await db.destroy();
    await scratch.drop();
  });

  aggregateSuite(beds, () => ({ work, db, aRow, changes: { note: 'moved' }, event }));

  it('changes its bookkeeping without a version', async () => {
    const { id } = await createAggregate(work, beds, await aRow(), { events: [event] });
    const after = await changeAggregate(work, beds, { id }, () => ({ changes: { lease: 'me' }, events: [] }));
    expect(after).toMatchObject({ lease: 'me', version: 1 });
    expect(await db.manager.findOneBy(Bed, { id })).toEqual(after);
  });

  it('keeps a value that it has already without an event', async () => {
    const { id } = await createAggregate(work, beds, await aRow(), { events: [event] });
    const again = { crn: 'X900001', lease: 'me' };
    const after = await changeAggregate(work, beds, { id }, () => ({ changes: again, events: [] }));
    expect(after).toMatchObject({ ...again, version: 1 });
  });

  it('has its bookkeeping written alone, and nothing else', async () => {
    const { id } = await createAggregate(work, beds, await aRow(), { events: [event] });
    await updateBookkeeping(db.manager, beds, { id }, { lease: 'you' });
    expect(await db.manager.findOneBy(Bed, { id })).toMatchObject({ lease: 'you', version: 1 });
    const silent = updateBookkeeping(db.manager, beds, { id }, { note: 'moved' });
    await expect(silent).rejects.toMatchObject({ code: 'SILENT_CHANGE' });
  });
});
