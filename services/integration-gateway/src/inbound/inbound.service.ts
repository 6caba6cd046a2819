import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { CONFIG } from '@throughcare/platform/config';
import { sqlStateOf } from '@throughcare/platform/database';
import { DataSource, type EntityManager } from 'typeorm';
import { canaryCameBack } from '../canary/hmpps-canary';
import type { GatewayConfig } from '../config';
import { CustodyService } from '../custody/custody.service';
import { ReleaseDatesService } from '../custody/release-dates.service';
import { FollowedRisksService } from '../followed-risks/followed-risks.service';
import { ConfirmationService } from '../identity/confirmation.service';
import { ErasuresService } from '../identity/erasures.service';
import { IdentityService } from '../identity/identity.service';
import { LedgerService } from '../ledger/ledger.service';
import type { Intake, Received } from '@throughcare/hmpps/intake.rules';
import { receive } from '@throughcare/hmpps/intake.rules';
import { utcOf, type Moment } from '@throughcare/hmpps/moment.rules';
import { QuarantineService, type QuarantineFilter } from './quarantine.service';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const dateOf = (moment: Moment) => new Date(utcOf(moment));

/** What became of a message; `copy` for one that was here before. */
export type Taken = Intake['decision'] | 'copy';

type Refused = Extract<Intake, { decision: 'quarantine' }>;
type Understood = Exclude<Intake, { decision: 'quarantine' }>;

/** Class of SQLSTATE: a value that the database cannot hold. */
const DATA_EXCEPTION = '22';

const keyOf = ({ decision }: Understood, { fingerprint }: Received): string =>
  sha256(decision === 'ignore' ? `ignored ${fingerprint}` : fingerprint);

const reasonOf = (intake: Understood): string => {
  if (intake.decision === 'ignore') return intake.name;
  return intake.decision === 'custody' ? intake.claim.reason : intake.decision;
};

/** Takes messages in: once each, all of it in one transaction. What returns may be deleted from the queue. */
@Injectable()
export class InboundService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly custody: CustodyService,
    private readonly dates: ReleaseDatesService,
    private readonly identities: IdentityService,
    private readonly ledger: LedgerService,
    private readonly quarantine: QuarantineService,
    private readonly confirmation: ConfirmationService,
    private readonly risks: FollowedRisksService,
    private readonly erasures: ErasuresService,
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'HMPPS_TRUSTED_TOPIC_ARNS' | 'HMPPS_PRODUCERS'>,
  ) {}

  async take(body: string): Promise<Taken> {
    const received = this.read(body);
    const outcome = await this.attempt(received);
    if (typeof outcome === 'string') return outcome;
    await this.quarantine.keep(body, received, outcome);
    return 'quarantine';
  }

  /** The same for a message of our own making, in the caller's transaction: no topic has to vouch for it. */
  async takeOwn(tx: EntityManager, body: string): Promise<Taken> {
    const received = receive(body);
    const { intake } = received;
    return intake.decision === 'quarantine' ? 'quarantine' : this.takeIn(tx, intake, received);
  }

  /**
   * Gives what lies in quarantine another try, oldest first. What is refused still stays, with its reason of today; what is taken
   * leaves once that is committed, so a crash in between makes a copy, which is recognised.
   */
  async retake(filter: QuarantineFilter, limit: number): Promise<{ taken: number; refused: number }> {
    const outcome = { taken: 0, refused: 0 };
    for (const { id } of await this.quarantine.list(filter, limit)) {
      const body = await this.quarantine.bodyOf(id);
      if (body === undefined) continue;
      const tried = await this.attempt(this.read(body));
      if (typeof tried === 'string') {
        await this.quarantine.leaves(id);
        outcome.taken += 1;
      } else {
        await this.quarantine.stays(id, tried);
        outcome.refused += 1;
      }
    }
    return outcome;
  }

  /** What its owner did not show at first may only have been early: it is asked again for a day, then an operator has to. */
  async retakeUnconfirmed(): Promise<void> {
    await this.retake({ problem: 'NOT_CONFIRMED', youngerThanHours: 24 }, 50);
  }

  /** Months after SQS would have let go of any copy, the record of a message has no use. */
  async prune(): Promise<void> {
    await this.db.query(`delete from inbound_message where received_at < now() - interval '90 days'`);
  }

  /** Takes it in, or says why not. What the database cannot hold will fare no better the next time: that is a reason, not a fault. */
  private async attempt(received: Received): Promise<Taken | Refused> {
    const { intake } = received;
    if (intake.decision === 'quarantine') return intake;
    if (!(await this.confirmation.of(intake)))
      return { decision: 'quarantine', type: intake.type, problem: 'NOT_CONFIRMED' };
    try {
      return await this.work.run((tx) => this.takeIn(tx, intake, received));
    } catch (error) {
      if (!sqlStateOf(error)?.startsWith(DATA_EXCEPTION)) throw error;
      return { decision: 'quarantine', type: intake.type, problem: 'NOT_STORABLE' };
    }
  }

  private read(body: string): Received {
    return receive(body, this.config.HMPPS_TRUSTED_TOPIC_ARNS, this.config.HMPPS_PRODUCERS);
  }

  /**
   * Messages have no id of their own: the notification's changes when a fact is published twice. So a copy is what says the
   * same of the same person at the same instant. What was ignored stands apart: it is taken once there is something to do about it.
   */
  private async isNew(tx: EntityManager, intake: Understood, received: Received): Promise<boolean> {
    const rows: { copies: number }[] = await tx.query(
      `insert into inbound_message (semantic_key, sns_message_id, hmpps_type, decision, reason, occurred_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (semantic_key) do update
         set copies = inbound_message.copies + 1, last_received_at = clock_timestamp()
       returning copies`,
      [
        keyOf(intake, received),
        received.messageId ?? null,
        intake.type.slice(0, 200),
        intake.decision,
        reasonOf(intake).slice(0, 200),
        received.occurredAtText ?? null,
      ],
    );
    return rows[0]?.copies === 1;
  }

  private async takeIn(tx: EntityManager, intake: Understood, received: Received): Promise<Taken> {
    // The country's tiers and registrations come by: those of people whom nobody asks about leave no trace.
    if (intake.decision === 'risk' && !(await this.risks.followed(tx, intake.risk.crn))) return 'ignore';
    // So do their sentences.
    if (intake.decision === 'dates' && !(await this.dates.isFollowed(tx, intake.noms))) return 'ignore';
    if (intake.decision === 'ignore' && intake.name === 'NoDatesChanged') return 'ignore';
    // One a minute, and about nobody: which of them were here is not worth keeping.
    const isKept = intake.decision !== 'canary';
    if (isKept && !(await this.isNew(tx, intake, received))) return 'copy';
    await this.act(tx, intake, received);
    return intake.decision;
  }

  private async act(tx: EntityManager, intake: Understood, received: Received): Promise<void> {
    switch (intake.decision) {
      case 'ignore':
        return;
      case 'custody': {
        const { type, claim, occurredAt } = intake;
        return this.custody.claim(tx, { hmppsType: type, claim, occurredAt, traceparent: received.traceparent });
      }
      case 'link':
        return this.identities.learn(tx, [intake.link], intake.type, dateOf(intake.occurredAt));
      case 'merge':
      case 'unmerge': {
        const said = { ...intake.merge, isMerged: intake.decision === 'merge', at: dateOf(intake.occurredAt) };
        return this.identities.merge(tx, said);
      }
      case 'address':
        return this.ledger.addressChanged(tx, { ...intake.address, at: dateOf(intake.occurredAt) });
      case 'erasure':
        return this.erasures.erase(tx, intake.crn, dateOf(intake.occurredAt));
      case 'risk': {
        const followed = await this.risks.followed(tx, intake.risk.crn);
        return followed === undefined ? undefined : this.risks.tell(followed, intake.risk, dateOf(intake.occurredAt));
      }
      case 'dates':
        return this.dates.want(tx, intake.noms);
      case 'echo':
        return this.ledger.echoed(tx, intake.eventId);
      case 'canary':
        return canaryCameBack(tx, dateOf(intake.occurredAt));
    }
  }
}
