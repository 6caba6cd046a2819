import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import type { Intake, Received } from '@throughcare/hmpps/intake.rules';
import { DataSource, type EntityManager } from 'typeorm';

type Refused = Extract<Intake, { decision: 'quarantine' }>;

/** A message that could not be taken, without its body, which names people. */
export interface Quarantined {
  readonly id: string;
  readonly problem: string;
  readonly type: string | null;
  readonly copies: number;
  readonly receivedAt: Date;
  readonly lastReceivedAt: Date;
}
/** `problem` without the rule it names stands for every rule. */
export interface QuarantineFilter {
  readonly id?: string;
  readonly problem?: string;
  readonly youngerThanHours?: number;
}

const CHOSEN = `discarded_at is null and ($1::uuid is null or id = $1) and ($2::text is null or problem = $2 or starts_with(problem, $2 || ' '))`;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** As text that can be stored, with a mark where something could not. The body is kept as it came. */
const marked = (text: string | undefined): string | null =>
  text?.slice(0, 200).toWellFormed().replaceAll('\u0000', '\ufffd') ?? null;
/** Why, and by which rule where one was written for it. */
const reasonOf = ({ problem, rule }: Refused) => [problem, rule].filter(Boolean).join(' ').slice(0, 300);

/** What could not be understood or was not allowed, as it came. Nothing leaves here but into the gateway. */
@Injectable()
export class QuarantineService {
  constructor(private readonly db: DataSource) {}

  async keep(body: string, { messageId }: Received, refused: Refused): Promise<void> {
    const bytes = Buffer.from(body, 'utf8');
    await this.db.query(
      `insert into quarantine (id, problem, hmpps_type, sns_message_id, body, body_sha256)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (body_sha256) do update set problem = excluded.problem, copies = quarantine.copies + 1,
         last_received_at = clock_timestamp()`,
      [newId(), reasonOf(refused), marked(refused.type), marked(messageId), bytes, sha256(body)],
    );
  }

  /** Oldest first. */
  list({ id, problem, youngerThanHours }: QuarantineFilter, limit: number): Promise<Quarantined[]> {
    return this.db.query<Quarantined[]>(
      `select id, problem, hmpps_type as type, copies, received_at as "receivedAt", last_received_at as "lastReceivedAt"
       from quarantine where ${CHOSEN}
         and ($4::float8 is null or last_received_at > clock_timestamp() - $4 * interval '1 hour')
       order by received_at, id limit $3`,
      [id ?? null, problem ?? null, limit, youngerThanHours ?? null],
    );
  }

  async bodyOf(id: string): Promise<string | undefined> {
    const [row] = await this.db.query<{ body: Buffer }[]>('select body from quarantine where id = $1', [id]);
    return row?.body.toString('utf8');
  }

  /** Given up: it is kept as it came, and neither shown nor tried any more. False when it is not there. */
  async discard(tx: EntityManager, id: string): Promise<boolean> {
    const [rows] = await tx.query<[unknown[], number]>(
      'update quarantine set discarded_at = clock_timestamp() where id = $1 and discarded_at is null returning id',
      [id],
    );
    return rows.length > 0;
  }

  /** It is still refused, perhaps for another reason. */
  async stays(id: string, refused: Refused): Promise<void> {
    await this.db.query('update quarantine set problem = $2 where id = $1', [id, reasonOf(refused)]);
  }

  /** It was taken in. */
  async leaves(id: string): Promise<void> {
    await this.db.query('delete from quarantine where id = $1', [id]);
  }
}
