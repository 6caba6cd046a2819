import { DataSource } from 'typeorm';
import { scratchDatabase } from '../../proof/harness/scratch-database';
import { Doctor } from './doctor';

it('says of a database that is away that it does not answer, not that the reason is unknown', async () => {
  const db = await scratchDatabase(['booking']);
  const dataSource = await new DataSource({ type: 'postgres', url: db.url }).initialize();
  await dataSource.destroy();
  const options = { dataSource, schema: 'booking', consumers: () => new Map(), oldestWrite: () => Promise.resolve(0) };
  const checks = await new Doctor(options).examine();
  expect(checks.find(({ name }) => name === 'outbox')).toMatchObject({
    status: 'fail',
    detail: 'not checked: the database does not answer',
  });
  await db.drop();
});
