import { Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { codeOf } from '@throughcare/base/error-facts';
import { AppError } from '@throughcare/base/errors';
import { ReleaseDateChanged } from '@throughcare/events/release-date-changed.v1';
import { changeIfFound } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { Background } from '@throughcare/platform/background';
import { logger } from '@throughcare/platform/logging';
import { DataSource, type EntityManager } from 'typeorm';
import { backoffSeconds } from '../backoff.rules';
import { survivorOf } from '../identity/merged-numbers';
import { PrisonApiClient } from '../prison-api/prison-api.client';
import { CustodyNumbers } from './custody-numbers';
import { custodyPeople } from './custody-person.aggregate';
import { PersonLeases, type PersonRow } from './person-leases';
import { releaseDateOf, type ReleaseDate } from './release-date.rules';

const log = logger('custody');
const AT_ONCE = 5;

/** Asks the prison API for the release date of whoever is followed, when a message says that it may be another one. */
@Injectable()
export class ReleaseDatesService {
  private readonly leases: PersonLeases;

  constructor(
    background: Background,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly prison: PrisonApiClient,
    private readonly numbers: CustodyNumbers,
  ) {
    this.leases = new PersonLeases(db);
    background.add({
      name: 'release-dates',
      every: { ms: 1_000 },
      once: 'instance',
      round: async () => ((await this.round()) ? 'more' : 'done'),
    });
  }

  /** Whether anybody waits for this person's release: the queue brings the dates of the whole country. */
  async isFollowed(tx: EntityManager, noms: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      'select 1 from custody_person where noms_number = $1 and followed_until > clock_timestamp()',
      [await survivorOf(tx, 'noms', noms)],
    );
    return rows.length > 0;
  }

  /** In the transaction that takes the message in. */
  async want(tx: EntityManager, noms: string): Promise<void> {
    await tx.query('update custody_person set next_dates_at = clock_timestamp() where noms_number = $1', [
      await survivorOf(tx, 'noms', noms),
    ]);
  }

  /** True when there may be more. */
  async round(): Promise<boolean> {
    const { lease, people } = await this.leases.take('next_dates_at', AT_ONCE);
    const letGo = this.leases.keep(lease);
    try {
      await Promise.all(people.map((person) => this.look(person, lease)));
    } finally {
      letGo();
    }
    return people.length === AT_ONCE;
  }

  private async look(person: PersonRow, lease: string): Promise<void> {
    const [wanted] = await this.db.query<{ at: string }[]>(
      'select next_dates_at::text as at from custody_person where noms_number = $1',
      [person.noms_number],
    );
    try {
      const shown = releaseDateOf(await this.prison.inmate(person.noms_number));
      await this.settle(person, lease, shown, await this.numbers.crnOf(person), wanted?.at ?? null);
    } catch (error) {
      await this.postpone(person, lease, error);
    }
  }

  private async settle(
    { noms_number }: PersonRow,
    lease: string,
    { releaseDate, kind }: ReleaseDate,
    crn: string | undefined,
    wantedAt: string | null,
  ): Promise<void> {
    await changeIfFound(this.work, custodyPeople, { nomsNumber: noms_number, lease }, (person, tx) => {
      // What was wanted since the prison was asked stays wanted.
      const also = async () =>
        void (await tx.query(
          `update custody_person set lease = null, leased_until = null, failures = 0,
             next_dates_at = nullif(next_dates_at, $2::timestamptz) where noms_number = $1`,
          [noms_number, wantedAt],
        ));
      if (person.releaseDate === releaseDate && person.releaseDateKind === kind)
        return { changes: {}, events: [], also };
      const event = ReleaseDateChanged.of({
        nomsNumber: noms_number,
        ...(crn !== undefined && { crn }),
        ...(releaseDate !== null && { releaseDate }),
        kind,
        changedAt: clock.now().toISOString(),
      });
      const changes = { key: person.key ?? crn ?? noms_number, releaseDate, releaseDateKind: kind };
      return { changes, events: [event], also };
    });
  }

  private async postpone({ noms_number, failures }: PersonRow, lease: string, error: unknown): Promise<void> {
    const retryAfter = error instanceof AppError ? error.details.retryAfter : undefined;
    log.warn({ code: codeOf(error) }, 'a release date could not be asked for; it is asked for again');
    await this.db.query(
      `update custody_person set lease = null, leased_until = null, failures = failures + 1,
         next_dates_at = clock_timestamp() + $3 * interval '1 second' where noms_number = $1 and lease = $2`,
      [noms_number, lease, backoffSeconds(failures + 1, Math.random(), retryAfter)],
    );
  }
}
