import { newId } from '@throughcare/events/ids';
import { PathwayUpdated } from '@throughcare/events/pathway-updated.v1';
import { partitionOf } from '@throughcare/messaging/proof';
import { Client } from 'pg';

interface PersonBefore {
  readonly id: string;
  readonly event_key: string;
  readonly version: number;
}

/** The statements of an instance from before pathways counted their own events, in their order: that of c83c345, or of later ones. */
export class ReleaseBefore {
  private constructor(
    private readonly client: Client,
    private readonly isLater: boolean,
  ) {}

  static async on(url: string, { isLater = false } = {}): Promise<ReleaseBefore> {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('set search_path to passport, public');
    return new ReleaseBefore(client, isLater);
  }

  async open(nomsNumber: string): Promise<void> {
    await this.inTransaction(async () => {
      const opened =
        'insert into person (id, noms_number, event_key, version) values ($1, $2, $2, 0) on conflict do nothing';
      await this.client.query(opened, [newId(), nomsNumber]);
      const { id } = await this.locked(nomsNumber);
      const pathways = PathwayUpdated.data.shape.pathway.options;
      await this.client.query(
        `insert into pathway_status (person_id, pathway, status, cause, updated_at)
         select $1, unnest($2::text[]), 'NOT_STARTED', null, null on conflict do nothing`,
        [id, pathways],
      );
    });
  }

  /** One step on from the status that it finds, published as the person's change; it can stop before the commit. */
  async move(
    nomsNumber: string,
    pathway: string,
    next: (status: string) => string,
    before = async () => {},
  ): Promise<void> {
    await this.inTransaction(async () => {
      const person = await this.locked(nomsNumber);
      const { rows } = await this.client.query<{ status: string }>(
        'select person_id, pathway, status, cause, updated_at from pathway_status where person_id = $1 and pathway = $2',
        [person.id, pathway],
      );
      const from = rows[0]?.status ?? '';
      const to = next(from);
      const count = () =>
        this.client.query('update person set version = $2 where id = $1', [person.id, person.version + 1]);
      if (this.isLater) await count();
      await this.client.query(
        `update pathway_status set cause = 'staff', status = $3, updated_at = now() where person_id = $1 and pathway = $2`,
        [person.id, pathway, to],
      );
      await this.client.query(
        `insert into pathway_change (id, person_id, pathway, from_status, to_status, cause, changed_at)
         values ($1, $2, $3, $4, $5, 'staff', now())`,
        [newId(), person.id, pathway, from, to],
      );
      if (!this.isLater) await count();
      await before();
      const data = { ...PathwayUpdated.example, nomsNumber, pathway, from, to, cause: 'staff' };
      await this.client.query(
        `insert into outbox (partition, event_id, key, type, aggregate_id, version, payload, headers)
         values ($1, $2, $3, $4, $5, $6, $7, '{}')`,
        [
          partitionOf(person.event_key),
          newId(),
          person.event_key,
          PathwayUpdated.type,
          person.id,
          person.version + 1,
          JSON.stringify(data),
        ],
      );
    });
  }

  end(): Promise<void> {
    return this.client.end();
  }

  private async locked(nomsNumber: string): Promise<PersonBefore> {
    const { rows } = await this.client.query<PersonBefore>(
      'select id, event_key, version from person where noms_number = $1 limit 1 for update',
      [nomsNumber],
    );
    if (!rows[0]) throw new Error('no such person');
    return rows[0];
  }

  private async inTransaction(work: () => Promise<void>): Promise<void> {
    await this.client.query('begin');
    await work();
    await this.client.query('commit');
  }
}
