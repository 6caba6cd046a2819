import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PersonDetailsChanged } from '@throughcare/events/person-details-changed.v1';
import { changeIfFound, createIfNew } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { logger } from '@throughcare/platform/logging';
import { DataSource } from 'typeorm';
import type { CaseSummary } from '../ndelius/ndelius.schema';
import { knownDetails } from './known-details.aggregate';
import { isLimited } from './people.rules';

const log = logger('known-details');

interface Known {
  readonly id: string;
  readonly crn: string;
  readonly digest: string;
}

/** Salted with the id of the row. Of who has limits it is the same whatever they are called. */
const digestOf = (id: string, summary: CaseSummary): string => {
  const words = isLimited(summary) ? 'limited' : JSON.stringify([summary.name.forename, summary.name.surname]);
  return createHash('sha256').update(`${id} ${words}`).digest('hex');
};

const eventOf = ({ crn, nomsId }: CaseSummary) =>
  PersonDetailsChanged.of({ crn, ...(nomsId !== undefined && { nomsNumber: nomsId }) });

/** Notices when nDelius shows another name of a person than before, or other limits, and tells services that keep names to ask again. */
@Injectable()
export class KnownDetails {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  /** Who asked for people must not fail because we could not remember what they were called. */
  async notice(cases: readonly CaseSummary[]): Promise<void> {
    try {
      const changed = await this.changedIn(cases);
      if (changed.length === 0) return;
      await this.work.run(async () => {
        for (const summary of changed.toSorted((one, other) => (one.crn < other.crn ? -1 : 1)))
          await this.keep(summary);
      });
    } catch (error) {
      log.warn({ err: error }, 'what people are called was not compared; it is with the next answer');
    }
  }

  private async changedIn(cases: readonly CaseSummary[]): Promise<CaseSummary[]> {
    if (cases.length === 0) return [];
    const rows: Known[] = await this.db.query('select id, crn, digest from known_details where crn = any($1)', [
      cases.map(({ crn }) => crn),
    ]);
    const known = new Map(rows.map((row) => [row.crn, row]));
    return cases.filter((summary) => {
      const row = known.get(summary.crn);
      return !row || row.digest !== digestOf(row.id, summary);
    });
  }

  private async keep(summary: CaseSummary): Promise<void> {
    const { crn } = summary;
    const id = randomUUID();
    if (await createIfNew(this.work, knownDetails, { id, crn, digest: digestOf(id, summary) }, { events: [] })) return;
    await changeIfFound(this.work, knownDetails, { crn }, (row) => {
      const digest = digestOf(row.id, summary);
      return digest === row.digest ? undefined : { changes: { digest }, events: [eventOf(summary)] };
    });
  }
}
