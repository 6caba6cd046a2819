import { Inject, Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { momentOf } from '@throughcare/hmpps/moment.rules';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { clock } from '@throughcare/base/clock';
import { Background } from '@throughcare/platform/background';
import { CONFIG } from '@throughcare/platform/config';
import { AppError } from '@throughcare/base/errors';
import { logger } from '@throughcare/platform/logging';
import { MetricSources } from '@throughcare/platform/metrics';
import { DataSource, type EntityManager } from 'typeorm';
import { backoffSeconds } from '../backoff.rules';
import { codeOf } from '@throughcare/base/error-facts';
import type { GatewayConfig } from '../config';
import { InboundService } from '../inbound/inbound.service';
import { PrisonApiClient } from '../prison-api/prison-api.client';
import { CustodyService } from '../custody/custody.service';
import { fingerprintOf, verdictOf, type Verdict } from '../custody/custody.rules';
import { gapSamples } from './gap-samples';
import { gapIn, messageFor, type Gap, type HeardOf } from './gap.rules';
import { PersonLeases, type PersonRow } from '../custody/person-leases';

const log = logger('movement-checks');

const TURN_SECONDS = 60;
/** So often an instance looks whether it is its turn. */
const CHECK_MS = 5_000;
/** So few at a time that a lease outlasts them, however slow the prison API is. */
const AT_A_TIME = 5;
/** Whoever could not be asked about goes behind the others, in case it is only about them. */
const ASIDE_SECONDS = 600;
/** People in custody without work here are compared so many times less often. */
const WITHOUT_WORK = 4;

interface HeardRow {
  readonly since: Date | null;
  readonly claims: readonly {
    claim: Gap['is'];
    state: 'pending' | 'published' | 'settled';
    at: string;
  }[];
}
/** `followed`: a referral or stay. `in-custody`: nothing more is known to wait for a release. `neither`: nobody waits. */
type Interest = 'followed' | 'in-custody' | 'neither';

/** Asks the prison about people who are waited for, and takes what no message has told. Never more than the pace set, in all instances. */
@Injectable()
export class MovementChecksService {
  private readonly leases: PersonLeases;

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly prison: PrisonApiClient,
    private readonly inbound: InboundService,
    private readonly custody: CustodyService,
    background: Background,
    metrics: MetricSources,
  ) {
    this.leases = new PersonLeases(db);
    metrics.add(() => gapSamples(db));
    if (config.CUSTODY_CHECK_SECONDS === 0) return;
    background.add({
      name: 'movement-checks',
      every: { ms: CHECK_MS },
      once: 'instance',
      round: async (signal) => {
        if (await this.round(signal)) custody.lookSoon();
        return 'done';
      },
    });
  }

  /** A minute’s comparisons, if it is time and no other instance does them. True when a movement was taken. */
  async round(signal?: AbortSignal): Promise<boolean> {
    const [[turn]]: [{ failures: number }[], number] = await this.db.query(
      `update custody_check_turn set next_at = clock_timestamp() + interval '${TURN_SECONDS} seconds'
       where next_at <= clock_timestamp() returning failures`,
    );
    if (!turn) return false;
    let found = false;
    for (let left = this.config.CUSTODY_CHECKS_PER_MINUTE; left > 0 && !signal?.aborted; left -= AT_A_TIME) {
      const { lease, people } = await this.leases.take('next_check_at', Math.min(AT_A_TIME, left));
      const outcome = await this.checkAll(people, lease);
      found ||= outcome.found;
      if (outcome.error !== undefined) {
        await this.pause(turn.failures + 1, outcome.error);
        return found;
      }
      if (people.length < AT_A_TIME) break;
    }
    if (turn.failures > 0) await this.db.query('update custody_check_turn set failures = 0');
    return found;
  }

  /** One after the other. The first who cannot be asked about ends it: the others would fare no better. */
  private async checkAll(people: readonly PersonRow[], lease: string): Promise<{ found: boolean; error?: unknown }> {
    const release = this.leases.keep(lease);
    let found = false;
    try {
      for (const person of people) {
        try {
          found = (await this.check(person, lease)) || found;
        } catch (error) {
          await this.setAside(person, lease);
          return { found, error };
        }
      }
      return { found };
    } finally {
      release();
      await this.leases.release(lease);
    }
  }

  private async check(person: PersonRow, lease: string): Promise<boolean> {
    const interest = await this.interestIn(person);
    const verdict = interest === 'neither' ? undefined : verdictOf(await this.prison.reading(person.noms_number));
    return this.work.run(async (tx) => {
      const [held]: { 1: number }[] = await tx.query(
        'select 1 from custody_person where noms_number = $1 and lease = $2 for update',
        [person.noms_number, lease],
      );
      if (!held) return false;
      const gap = verdict && (await this.gapOf(tx, person, verdict));
      const taken = gap !== undefined && (await this.take(tx, person, gap));
      await this.finish(tx, person, interest);
      return taken;
    });
  }

  private async interestIn({ noms_number }: PersonRow): Promise<Interest> {
    const [row]: { followed: boolean | null; known_as: string | null }[] = await this.db.query(
      'select followed_until > clock_timestamp() as followed, known_as from custody_person where noms_number = $1',
      [noms_number],
    );
    if (row?.followed) return 'followed';
    return row?.known_as === 'received' ? 'in-custody' : 'neither';
  }

  private async gapOf(tx: EntityManager, person: PersonRow, verdict: Verdict): Promise<Gap | undefined> {
    const [row]: HeardRow[] = await tx.query(
      `select least(followed_since, (select min(received_at) from custody_claim where noms_number = $1)) as since,
         coalesce((select json_agg(c) from (select claim, state, occurred_at as at from custody_claim
           where noms_number = $1 order by received_at desc limit 50) c), '[]') as claims
       from custody_person where noms_number = $1`,
      [person.noms_number],
    );
    const heard: HeardOf = {
      known: person.known ?? undefined,
      since: momentOf(row?.since?.toISOString()),
      claims: (row?.claims ?? []).flatMap(({ claim, state, at }) => {
        const occurredAt = momentOf(at);
        return occurredAt ? [{ claim, state, occurredAt }] : [];
      }),
    };
    return gapIn(verdict, heard, clock.now(), this.config.CUSTODY_GRACE_SECONDS * 1000);
  }

  /** Records the gap and takes the movement in like a message, together; a gap that is recorded was taken. */
  private async take(tx: EntityManager, { noms_number: noms }: PersonRow, gap: Gap): Promise<boolean> {
    const id = newId();
    const recorded: unknown[] = await tx.query(
      `insert into custody_gap (id, noms_number, movement, claim, code) values ($1, $2, $3, $4, $5)
       on conflict (noms_number, movement) do nothing returning id`,
      [id, noms, fingerprintOf(gap.movement), gap.is, gap.code],
    );
    if (recorded.length === 0) return false;
    const taken = await this.inbound.takeOwn(tx, messageFor({ id, noms, gap }));
    if (taken === 'copy') await this.custody.lookAnew(tx, noms, gap.is);
    log.warn({ gapId: id, claim: gap.is, code: gap.code, taken }, 'a movement that no message reported');
    return true;
  }

  private async finish(tx: EntityManager, { noms_number }: PersonRow, interest: Interest): Promise<void> {
    const every = this.config.CUSTODY_CHECK_SECONDS;
    const seconds = { followed: every, 'in-custody': every * WITHOUT_WORK, neither: null }[interest];
    await tx.query(
      `update custody_person set lease = null, leased_until = null,
         next_check_at = clock_timestamp() + $2::float8 * interval '1 second' where noms_number = $1`,
      [noms_number, seconds],
    );
  }

  private async setAside({ noms_number }: PersonRow, lease: string): Promise<void> {
    await this.db.query(
      `update custody_person set next_check_at = clock_timestamp() + interval '${ASIDE_SECONDS} seconds'
       where noms_number = $1 and lease = $2`,
      [noms_number, lease],
    );
  }

  /** The prison API is away or wants to be left alone: nobody asks it for a while, ever longer. */
  private async pause(failures: number, error: unknown): Promise<void> {
    const retryAfter = error instanceof AppError ? error.details.retryAfter : undefined;
    const seconds = Math.max(TURN_SECONDS, backoffSeconds(failures, Math.random(), retryAfter));
    await this.db.query(
      `update custody_check_turn set failures = $1, next_at = clock_timestamp() + $2 * interval '1 second'`,
      [failures, seconds],
    );
    log.warn({ code: codeOf(error), failures, seconds: Math.round(seconds) }, 'the prison could not be asked');
  }
}
