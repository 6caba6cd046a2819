import type { MigrationInterface } from 'typeorm';

const PEOPLE = 100;
const NOBODY = '00000000-0000-0000-0000-000000000000';

interface Runner {
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
}

/** Pathways from before `PathwaysCount` get their id and key, in pieces that lock their rows for milliseconds; then the id its index. */
export class PathwaysFilled implements MigrationInterface {
  readonly name = 'PathwaysFilled1767300301000';
  readonly transaction = false;

  async up(runner: Runner): Promise<void> {
    for (let last = NOBODY; ;) {
      const people = await runner.query<{ id: string }>(
        `select id from person where id > $1 order by id limit ${PEOPLE}`,
        [last],
      );
      const ids = people.map(({ id }) => id);
      if (ids.length === 0) break;
      await runner.query(
        `update pathway_status s set id = gen_random_uuid(), event_key = p.event_key
           from person p where p.id = s.person_id and p.id = any($1::uuid[]) and s.id is null`,
        [ids],
      );
      last = ids.at(-1) ?? last;
    }
    // It waits for transactions that are open and keeps nobody waiting meanwhile.
    await runner.query('set lock_timeout = 0');
    // One that was interrupted is there and of no use.
    await runner.query('drop index concurrently if exists pathway_status_id');
    await runner.query('create unique index concurrently pathway_status_id on pathway_status (id)');
    await runner.query('reset lock_timeout');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
