import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { PersonDied } from '@throughcare/events/person-died.v1';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { changeIfFound } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { clock } from '@throughcare/base/clock';
import { AppError } from '@throughcare/base/errors';
import { Background } from '@throughcare/platform/background';
import { runInContext } from '@throughcare/platform/telemetry';
import { DataSource, type EntityManager } from 'typeorm';
import { backoffSeconds } from '../backoff.rules';
import { codeOf } from '@throughcare/base/error-facts';
import { IdentityService } from '../identity/identity.service';
import { survivorOf } from '../identity/merged-numbers';
import type { CustodyClaim } from '@throughcare/hmpps/intake.rules';
import { momentOf, type Moment } from '@throughcare/hmpps/moment.rules';
import { classification } from '@throughcare/hmpps/classification.rules';
import { PrisonApiClient } from '../prison-api/prison-api.client';
import { CustodyNumbers } from './custody-numbers';
import { custodyPeople } from './custody-person.aggregate';
import type { CustodyPerson } from './custody-person.entity';
import type { ClaimOutcome, CustodyDecision, PendingClaim } from './custody.rules';
import { decide, fingerprintOf, occurredAtOf, verdictOf } from './custody.rules';
import { followMerge } from './following';
import { PersonLeases, type PersonRow } from './person-leases';

interface ClaimRow {
  readonly id: string;
  readonly claim: CustodyClaim['claim'];
  readonly occurred_at: string;
  readonly looks: number;
  readonly traceparent: string | null;
  readonly correlation_id: string;
}
export interface NewClaim {
  readonly hmppsType: string;
  readonly claim: CustodyClaim;
  readonly occurredAt: Moment;
  readonly traceparent: string | undefined;
}

const asPending = ({ id, claim, occurred_at, looks }: ClaimRow): PendingClaim => ({
  id,
  claim,
  looks,
  occurredAt: momentOf(occurred_at) ?? { text: occurred_at, nanos: 0n },
});

/** Nobody works on the person any more; their next turn is that of their next claim. Who has come into custody is looked after. */
const stopFollowing = async (tx: EntityManager, noms: string, isReceived: boolean): Promise<void> => {
  await tx.query(
    `update custody_person set lease = null, leased_until = null, failures = 0,
       next_look_at = (select min(next_look_at) from custody_claim where noms_number = $1 and state = 'pending'),
       next_check_at = case when $2 then coalesce(next_check_at, clock_timestamp() + interval '1 day') else next_check_at end
     where noms_number = $1`,
    [noms, isReceived],
  );
};

/** Believes no message before the prison API says the same. One look per person at a time answers all their messages. */
@Injectable()
export class CustodyService {
  private readonly leases: PersonLeases;
  private readonly looking: { wake(): void };

  constructor(
    background: Background,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly prison: PrisonApiClient,
    private readonly numbers: CustodyNumbers,
    identities: IdentityService,
  ) {
    this.leases = new PersonLeases(db);
    identities.onMerged(followMerge);
    this.looking = background.add({
      name: 'custody',
      every: { ms: 1_000 },
      once: 'instance',
      round: async () => ((await this.lookRound()) ? 'more' : 'done'),
    });
  }

  /** A claim is committed: nobody waits for the next round. */
  lookSoon(): void {
    this.looking.wake();
  }

  /** Keeps a message's claim, to be looked into at once. In the transaction that takes the message in. */
  async claim(tx: EntityManager, { hmppsType, claim, occurredAt, traceparent }: NewClaim): Promise<void> {
    const noms = await survivorOf(tx, 'noms', claim.noms);
    await tx.query(
      `insert into custody_person (noms_number, aggregate_id, next_look_at) values ($1, $2, clock_timestamp())
       on conflict (noms_number) do update set next_look_at = clock_timestamp()`,
      [noms, randomUUID()],
    );
    await tx.query(
      `insert into custody_claim (id, noms_number, hmpps_type, claim, reason, movement_code, occurred_at, traceparent, correlation_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        newId(),
        noms,
        hmppsType,
        claim.claim,
        claim.reason,
        claim.movementCode ?? null,
        occurredAt.text,
        traceparent ?? null,
        newId(),
      ],
    );
  }

  /** The message was given up when the prison did not show it, and now the prison does: it is looked into anew. */
  async lookAnew(tx: EntityManager, noms: string, claim: CustodyClaim['claim']): Promise<void> {
    await tx.query(
      `update custody_claim set state = 'pending', outcome = null, looks = 0, settled_at = null
       where id = (select id from custody_claim where noms_number = $1 and claim = $2 order by received_at desc limit 1)`,
      [noms, claim],
    );
    await tx.query('update custody_person set next_look_at = clock_timestamp() where noms_number = $1', [noms]);
  }

  /** Looks into people whose turn it is. True when there may be more. */
  async lookRound(limit = 5): Promise<boolean> {
    const { lease, people } = await this.leases.take('next_look_at', limit);
    const release = this.leases.keep(lease);
    try {
      await Promise.all(people.map((person) => this.look(person, lease)));
    } finally {
      release();
    }
    return people.length === limit;
  }

  private async look(person: PersonRow, lease: string): Promise<void> {
    const claims: ClaimRow[] = await this.db.query(
      `select * from custody_claim where noms_number = $1 and state = 'pending' order by received_at, id`,
      [person.noms_number],
    );
    const [newest] = claims.slice(-1);
    if (!newest) return this.settle(person, lease, { outcomes: [] }, undefined);
    const context = {
      correlationId: newest.correlation_id,
      ...(newest.traceparent && { traceparent: newest.traceparent }),
    };
    await runInContext(context, () => this.lookWith(person, lease, claims));
  }

  private async lookWith(person: PersonRow, lease: string, claims: ClaimRow[]): Promise<void> {
    try {
      const verdict = verdictOf(await this.prison.reading(person.noms_number));
      const decision = decide(claims.map(asPending), verdict, person.known ?? undefined);
      const crn = decision.publish ? await this.numbers.crnOf(person) : undefined;
      await this.settle(person, lease, decision, crn);
    } catch (error) {
      await this.postpone(person, lease, error);
    }
  }

  private eventOf(
    { nomsNumber }: CustodyPerson,
    state: NonNullable<CustodyDecision['publish']>,
    crn: string | undefined,
  ) {
    const { movement } = state;
    const facts = {
      nomsNumber,
      ...(crn !== undefined && { crn }),
      ...(movement.prisonId !== undefined && { prisonId: movement.prisonId }),
      movementReasonCode: movement.code,
      occurredAt: occurredAtOf(movement),
      verifiedAt: clock.now().toISOString(),
      classification: classification.version,
    };
    if (state.is === 'received') return PersonReceived.of({ ...facts, kind: state.kind, recall: state.recall });
    return state.is === 'released' ? PersonReleased.of(facts) : PersonDied.of(facts);
  }

  private async note(tx: EntityManager, outcome: ClaimOutcome): Promise<void> {
    const name = 'name' in outcome ? outcome.name : null;
    if (outcome.outcome === 'look-again') {
      await tx.query(
        `update custody_claim set looks = looks + 1, outcome = $2,
           next_look_at = clock_timestamp() + $3 * interval '1 second' * (array[1, 10, 60, 600])[least(looks + 1, 4)]
         where id = $1`,
        [outcome.id, name, 0.8 + 0.4 * Math.random()],
      );
      return;
    }
    const state = outcome.outcome === 'agreed' ? 'published' : 'settled';
    await tx.query(
      `update custody_claim set state = $2, outcome = $3, looks = looks + 1, settled_at = clock_timestamp() where id = $1`,
      [outcome.id, state, name],
    );
  }

  /** Ends a look under its lease; one that lost it leaves everything to whoever has it now. */
  private async settle(
    { noms_number }: PersonRow,
    lease: string,
    { outcomes, publish: change }: CustodyDecision,
    crn: string | undefined,
  ): Promise<void> {
    await changeIfFound(this.work, custodyPeople, { nomsNumber: noms_number, lease }, async (person, tx) => {
      for (const outcome of outcomes) await this.note(tx, outcome);
      const also = () => stopFollowing(tx, noms_number, change?.is === 'received');
      if (!change) return { changes: {}, events: [], also };
      const { movement, is } = change;
      const known = { fingerprint: fingerprintOf(movement), recordedNanos: String(movement.recordedAt.nanos) };
      const changes = { key: person.key ?? crn ?? person.nomsNumber, known, knownAs: is };
      return { changes, events: [this.eventOf(person, change, crn)], also };
    });
  }

  /** The prison API or nDelius could not be asked. A failed look-up does not contradict the message, so it is retried. */
  private async postpone({ noms_number, failures }: PersonRow, lease: string, error: unknown): Promise<void> {
    const retryAfter = error instanceof AppError ? error.details.retryAfter : undefined;
    await this.db.query(
      `update custody_person set lease = null, leased_until = null, failures = failures + 1,
         next_look_at = clock_timestamp() + $3 * interval '1 second' where noms_number = $1 and lease = $2`,
      [noms_number, lease, backoffSeconds(failures + 1, Math.random(), retryAfter)],
    );
    await this.db.query(`update custody_claim set outcome = $2 where noms_number = $1 and state = 'pending'`, [
      noms_number,
      codeOf(error),
    ]);
  }
}
