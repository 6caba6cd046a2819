import type { ModuleRef } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { Reaches } from '../access';
import type { Principal } from '../auth';
import { sqlMigration } from '../database';
import { PeopleClient, type FullPerson } from '../people';
import { keepAnswers } from '../people/index-entries';
import { personIndex, personIndexSex, personIndexWanted } from '../people/index-table';
import { StandInGateway, TestClock, testDatabase, type TestDatabase } from '../testing';
import { PeopleIndex } from './people-index';
import type { PeopleList } from './people-list';

const Things = sqlMigration(
  'Things1767030000000',
  `create table thing (id int primary key, crn text not null, region int not null);
   insert into thing values (1, 'X000001', 7)`,
  personIndex('listed', { table: 'thing', key: 'crn' }),
  personIndexWanted('listed'),
  personIndexSex('listed'),
);

export const caller = { username: 'CAST_01', token: 't' } as Principal;

export const aPerson = (crn: string, name: string, isRestricted = false): FullPerson => ({
  type: 'FullPerson',
  crn,
  name,
  dateOfBirth: '1990-01-31',
  sex: 'Male',
  status: 'InCommunity',
  isRestricted,
});

export const aList = (over: Partial<PeopleList> = {}): PeopleList => ({
  from: 'thing t',
  where: 't.region = $1',
  person: 't.crn',
  columns: 't.id, t.crn',
  values: [7],
  order: [{ byName: 'asc' }, 't.id'],
  ...over,
});

/** A table of things about people, its index, and a gateway that says who they are. */
export class ListedThings {
  private constructor(
    private readonly database: TestDatabase,
    readonly db: DataSource,
    readonly gateway: StandInGateway,
    readonly people: PeopleIndex,
    readonly clock: TestClock,
  ) {}

  static async start(): Promise<ListedThings> {
    const database = await testDatabase({ schema: 'listed', migrations: [Things] });
    const extra = { options: '-c search_path=listed' };
    const db = await new DataSource({ type: 'postgres', url: database.url, extra }).initialize();
    const gateway = await StandInGateway.start();
    const client = new PeopleClient({ GATEWAY_URL: gateway.url });
    const people = new PeopleIndex(db, new Reaches({ get: () => client } as unknown as ModuleRef));
    return new ListedThings(database, db, gateway, people, TestClock.at('2026-03-02T12:00:00Z'));
  }

  async close(): Promise<void> {
    this.clock.release();
    await this.db.destroy();
    await Promise.all([this.database.drop(), this.gateway.close()]);
  }

  /** One thing for each of these people and no others; undefined: somebody hidden from the caller. */
  async fresh(names: Readonly<Record<string, string | FullPerson | undefined>>): Promise<void> {
    await this.db.query('truncate thing, person_index');
    this.gateway.people.clear();
    for (const [at, [crn, given]] of Object.entries(names).entries()) {
      const person = typeof given === 'string' ? aPerson(crn, given) : given;
      this.gateway.people.set(crn, person ?? { type: 'RestrictedPerson', crn });
      await this.db.query('insert into thing values ($1, $2, 7)', [at, crn]);
    }
  }

  keep(answers: Readonly<Record<string, FullPerson>>, askedAt: Date): Promise<void> {
    return keepAnswers(this.db.manager, new Map(Object.entries(answers)), askedAt);
  }

  bar(crn: string): void {
    this.gateway.people.set(crn, { type: 'RestrictedPerson', crn });
  }

  async shown(over: Partial<PeopleList> = {}): Promise<{ crns: string[]; total: number }> {
    const { rows, total } = await this.people.page<{ id: number; crn: string }>(aList(over), caller);
    return { crns: rows.map(({ row }) => row.crn), total };
  }

  entries(): Promise<Record<string, unknown>[]> {
    return this.db.query('select * from person_index order by person_key');
  }
}
