// A database of an earlier release, with people in its houses, starts on this one and goes on.
import { Client } from 'pg';
import { type Stay, confirm, depart } from '../flow/placement';
import { readReference } from '../flow/reference';
import { assessor, person } from '../journey/steps';
import { type Earlier, restoreEarlier, rowsOf } from './earlier-database';
import { PATIENCE_MS, type TestSystem, eventually, leftOver, startTestSystem } from './kit';

jest.setTimeout(2 * PATIENCE_MS);

interface Found {
  readonly booking: { readonly id: string };
  readonly person: { readonly crn: string };
  readonly premises: { readonly id: string };
  readonly bedspace: { readonly id: string };
}

const firstOf = <T>([first]: readonly T[]): T => {
  if (first === undefined) throw new Error('none is there');
  return first;
};

describe('a database that c83c345 made', () => {
  let test: TestSystem;
  let earlier: Earlier;
  beforeAll(async () => {
    test = await startTestSystem({ SYNTHETIC_REGION: '0' }, async (dataDir) => {
      earlier = await restoreEarlier(dataDir);
    });
  }, PATIENCE_MS);
  afterAll(() => test?.close(), 120_000);

  const stays = async (status: string) => {
    const path = `/cas3/v2/bookings/search?status=${status}`;
    const { results } = await test.context.api.get<{ results: Found[] }>(assessor, path);
    return results.map(({ booking, premises, bedspace, ...of }) => ({
      crn: of.person.crn,
      stay: { premisesId: premises.id, bedspaceId: bedspace.id, bookingId: booking.id } satisfies Stay,
    }));
  };
  const contactsOf = async (crn: string, bookingId: string) =>
    (await test.context.contacts(crn))
      .filter(({ externalReference }) => externalReference.endsWith(bookingId))
      .map(({ type }) => type)
      .toSorted();

  it('keeps every row', async () => {
    const client = new Client({ connectionString: test.system.databaseUrl });
    await client.connect();
    const now = await rowsOf(client, earlier.columns).finally(() => client.end());
    for (const [table, rows] of earlier.rows) {
      const kept = new Set(now.get(table));
      expect([table, rows.length, rows.filter((row) => !kept.has(row))]).toEqual([table, rows.length, []]);
    }
  });

  it('has the event relayed that was waiting, once, and goes on with its booking', async () => {
    const { stay } = firstOf((await stays('provisional')).filter(({ crn }) => crn === person.crn));
    await eventually(
      () => contactsOf(person.crn, stay.bookingId),
      (types) => types.includes('EABP'),
    );
    await confirm(test.context.api, assessor, stay);
    const contacts = await eventually(
      () => contactsOf(person.crn, stay.bookingId),
      (types) => types.includes('EACO'),
    );
    expect(contacts).toEqual(['EABP', 'EACO']);
    const { rows } = await test.database.query<{ type: string; version: number }>(
      `select type, version from booking.event_log where aggregate_id = $1 order by "offset"`,
      [stay.bookingId],
    );
    expect(rows.map(({ version }) => version)).toEqual([1, 2]);
    await eventually(
      async () =>
        (
          await test.database.query<{ status: string }>(
            `select a.status from assessment.assessment a join booking.booking b on b.assessment_id = a.id where b.id = $1`,
            [stay.bookingId],
          )
        ).rows[0]?.status,
      (status) => status === 'closed',
    );
  });

  it('lets somebody depart who arrived before', async () => {
    const { api } = test.context;
    const { crn, stay } = firstOf(await stays('arrived'));
    const reference = await readReference(api, assessor);
    await depart(api, assessor, stay, {
      day: new Date().toISOString().slice(0, 10),
      reasonId: reference.departureReason('Planned Move on'),
      moveOnCategoryId: reference.moveOnCategory('Rental accommodation - social rental'),
    });
    await eventually(
      () => contactsOf(crn, stay.bookingId),
      (types) => types.includes('EADP'),
    );
    expect(await leftOver(test)).toEqual([]);
  });
});
