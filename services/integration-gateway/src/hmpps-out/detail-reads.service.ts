import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { registry } from '@throughcare/base/metric-registry';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { Background } from '@throughcare/platform/background';
import { DataSource } from 'typeorm';
import { publicTypes } from '../public-events/topic.rules';

/** Who used a public type of ours, as far as it can be seen: a consumer that never reads details leaves no trace. */
export interface TypeUsage {
  readonly type: string;
  readonly published: number;
  readonly lastPublishedAt: Date | null;
  readonly clients: readonly { readonly client: string; readonly reads: number; readonly lastReadAt: Date }[];
}

interface Count {
  readonly type: string;
  readonly client: string;
  readonly day: string;
  reads: number;
  at: Date;
}

/** Who reads the details of which type on which day. Counted in memory, so that a read costs and risks nothing, and written down together. */
@Injectable()
export class DetailReadsService implements BeforeApplicationShutdown {
  private counts = new Map<string, Count>();

  constructor(
    private readonly db: DataSource,
    background: Background,
  ) {
    background.add({
      name: 'detail-reads',
      every: { ms: 5_000 },
      once: 'instance',
      round: () => this.flush().then(() => 'done'),
    });
    background.add({
      name: 'detail-reads-prune',
      every: { dailyAt: '03:20' },
      once: 'cluster',
      round: () => this.prune().then(() => 'done'),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush().catch(() => undefined);
  }

  /** One read; the client is named by its token. */
  note(type: string, clientId: string, now = clock.now()): void {
    const client = clientId === '' ? 'unknown' : clientId.slice(0, 100);
    registry.add('throughcare_detail_reads_total', 1, { type, client });
    this.add({ type, client, day: londonDate(now), reads: 1, at: now });
  }

  /** Writes down what was counted. When that fails it is counted with the next; what a process that dies had counted is lost. */
  async flush(): Promise<void> {
    if (this.counts.size === 0) return;
    const counts = [...this.counts.values()];
    this.counts = new Map();
    try {
      await this.write(counts);
    } catch (error) {
      for (const count of counts) this.add(count);
      throw error;
    }
  }

  /** Every public type with what left and who read it within so many days. */
  async usage(days: number): Promise<TypeUsage[]> {
    const [reads, published] = await Promise.all([
      this.db.query<{ type: string; client: string; reads: number; lastReadAt: Date }[]>(
        `select event_type as type, client_id as client, sum(reads)::float8 as reads, max(last_read_at) as "lastReadAt"
         from detail_read where day > current_date - $1::int group by 1, 2 order by 1, 2`,
        [days],
      ),
      this.db.query<{ type: string; published: number; lastPublishedAt: Date }[]>(
        `select event_type as type, count(*)::float8 as published, max(published_at) as "lastPublishedAt"
         from sync_operation where published_at > clock_timestamp() - $1 * interval '1 day' group by 1`,
        [days],
      ),
    ]);
    return publicTypes.map((type) => {
      const left = published.find((each) => each.type === type);
      const clients = reads.filter((each) => each.type === type);
      return {
        type,
        published: left?.published ?? 0,
        lastPublishedAt: left?.lastPublishedAt ?? null,
        clients: clients.map(({ client, reads: times, lastReadAt }) => ({ client, reads: times, lastReadAt })),
      };
    });
  }

  /** A year and a month: long enough to see what is used once a year. */
  async prune(): Promise<void> {
    await this.db.query('delete from detail_read where day < current_date - 400');
  }

  private add({ type, client, day, reads, at }: Count): void {
    const key = JSON.stringify([type, client, day]);
    const known = this.counts.get(key) ?? { type, client, day, reads: 0, at };
    known.reads += reads;
    if (at > known.at) known.at = at;
    this.counts.set(key, known);
  }

  /** In one order, so that two instances do not wait for each other. */
  private async write(counts: readonly Count[]): Promise<void> {
    await this.db.query(
      `insert into detail_read (event_type, client_id, day, reads, last_read_at)
       select * from unnest($1::text[], $2::text[], $3::date[], $4::bigint[], $5::timestamptz[]) order by 1, 2, 3
       on conflict (event_type, client_id, day) do update set reads = detail_read.reads + excluded.reads,
         last_read_at = greatest(detail_read.last_read_at, excluded.last_read_at)`,
      [
        counts.map(({ type }) => type),
        counts.map(({ client }) => client),
        counts.map(({ day }) => day),
        counts.map(({ reads }) => reads),
        counts.map(({ at }) => at),
      ],
    );
  }
}
