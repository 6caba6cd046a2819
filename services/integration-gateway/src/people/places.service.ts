import { Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { logger } from '@throughcare/platform/logging';
import { DataSource } from 'typeorm';
import { codeOf } from '@throughcare/base/error-facts';
import { PrisonApiClient } from '../prison-api/prison-api.client';
import { placeAfter, UNKNOWN_PLACE, whereaboutsOf, type Whereabouts } from './people.rules';

const log = logger('people');
/** A list asks again after it. A movement that is told counts at once. */
const FRESH = `interval '1 hour'`;

/** Where people are: one answer for page and list. */
@Injectable()
export class PlacesService {
  constructor(
    private readonly db: DataSource,
    private readonly prison: PrisonApiClient,
  ) {}

  /** From the prison API, and kept. Blank when it does not answer: that is no reason not to show the person. */
  async of(noms: string): Promise<Whereabouts> {
    const place = await this.prison.inmate(noms).then(whereaboutsOf, () => undefined);
    if (place) await this.keep(new Map([[noms, place]]));
    return place ?? UNKNOWN_PLACE;
  }

  /** What was seen lately or told since; the others in one read of the prison API. */
  async ofMany(numbers: readonly string[]): Promise<ReadonlyMap<string, Whereabouts>> {
    const known = await this.known(numbers);
    const missing = [...new Set(numbers)].filter((noms) => !known.has(noms));
    if (missing.length === 0) return known;
    try {
      const movements = await this.prison.newestMovements(missing);
      const seen = new Map([...movements].map(([noms, movement]) => [noms, placeAfter(movement)]));
      await this.keep(seen);
      return new Map([...known, ...seen]);
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'the prison could not be asked where people are');
      return known;
    }
  }

  private async known(numbers: readonly string[]): Promise<Map<string, Whereabouts>> {
    const rows: (Pick<Whereabouts, 'status' | 'prisonName'> & { noms_number: string; prisonId: string | null })[] =
      await this.db.query(
        `select n.noms_number, case when s.seen_at >= to_timestamp((c.known ->> 'recordedNanos')::numeric / 1e9) or c.known is null
           then s.status else case c.known_as when 'released' then 'InCommunity' when 'received' then 'InCustody' else 'Unknown' end end as status,
         case when s.seen_at >= to_timestamp((c.known ->> 'recordedNanos')::numeric / 1e9) or c.known is null
           then s.prison_name end as "prisonName",
         case when s.seen_at >= to_timestamp((c.known ->> 'recordedNanos')::numeric / 1e9) or c.known is null
           then s.prison_id end as "prisonId"
       from unnest($1::text[]) n (noms_number)
         left join seen_place s on s.noms_number = n.noms_number and s.seen_at > clock_timestamp() - ${FRESH}
         left join custody_person c on c.noms_number = n.noms_number and c.known_as is not null
       where s.noms_number is not null or c.noms_number is not null`,
        [numbers],
      );
    return new Map(
      rows.map(({ noms_number, status, prisonName, prisonId }) => {
        const place = { status, prisonName, ...(prisonId !== null && { prisonId }) };
        return [noms_number, place];
      }),
    );
  }

  private async keep(places: ReadonlyMap<string, Whereabouts>): Promise<void> {
    const rows = [...places].sort(([one], [other]) => (one < other ? -1 : 1));
    await this.db.query(
      `insert into seen_place (noms_number, status, prison_name, prison_id, seen_at)
       select noms_number, status, prison_name, prison_id, $4
         from unnest($1::text[], $2::text[], $3::text[], $5::text[]) as seen (noms_number, status, prison_name, prison_id)
       on conflict (noms_number) do update set status = excluded.status, prison_name = excluded.prison_name,
         prison_id = excluded.prison_id, seen_at = excluded.seen_at`,
      [
        rows.map(([noms]) => noms),
        rows.map(([, { status }]) => status),
        rows.map(([, { prisonName }]) => prisonName),
        clock.now(),
        rows.map(([, { prisonId }]) => prisonId ?? null),
      ],
    );
  }
}
