import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  QuarantinedBody,
  QuarantinedOutline,
  Quarantined as QuarantinedReply,
  Retaken,
} from '@throughcare/api/ops/hmpps';
import { Replies } from '@throughcare/platform/replies';
import { inTransaction } from '@throughcare/messaging/unit-of-work';
import { Caller } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import { invalid, notFound } from '@throughcare/base/errors';
import { MayRead, MayWrite, NewReason } from '@throughcare/platform/operations';
import { PROBLEMS } from '@throughcare/hmpps/hmpps-message.rules';
import { DataSource } from 'typeorm';
import { InboundService } from '../inbound/inbound.service';
import { outlineOf } from '../inbound/outline.rules';
import { QuarantineService, type Quarantined, type QuarantineFilter } from '../inbound/quarantine.service';
import { OperatorAudit } from './operator-audit';
import { peopleIn } from './people-in.rules';
import { QuarantineQuery, NewRetake } from './operations.dto';

const MOST = 10_000;

/** Its first word; the rule that it names may follow. */
const isProblem = (problem: string): boolean => PROBLEMS.some((known) => `${problem} `.startsWith(`${known} `));

const filterOf = ({ id, problem }: { id?: string; problem?: string }): QuarantineFilter => {
  if (problem !== undefined && !isProblem(problem))
    throw invalid('NO_SUCH_PROBLEM', { detail: `There are ${PROBLEMS.join(', ')}` });
  return { ...(id !== undefined && { id }), ...(problem !== undefined && { problem }) };
};

/** Messages that were not taken: why, and taking them once the cause is mended. Their bodies are not shown. */
@Controller('ops/hmpps/quarantine')
export class QuarantineController {
  constructor(
    private readonly quarantine: QuarantineService,
    private readonly inbound: InboundService,
    private readonly trail: OperatorAudit,
    private readonly db: DataSource,
  ) {}

  private async find(id: string): Promise<Quarantined & { body: string }> {
    const [found] = await this.quarantine.list({ id }, 1);
    const body = found && (await this.quarantine.bodyOf(id));
    if (!found || body === undefined) throw notFound('NOT_IN_QUARANTINE');
    return { ...found, body };
  }

  @MayRead()
  @Replies(z.array(QuarantinedReply))
  @Get()
  list(@Query() query: QuarantineQuery) {
    return this.quarantine.list(filterOf(query), query.limit ?? 100);
  }

  /** One, with how it is made; whom it is about is not shown. */
  @MayRead()
  @Replies(QuarantinedOutline)
  @Get(':id')
  async show(@Id('id') id: string) {
    const { body, ...facts } = await this.find(id);
    return { ...facts, outline: outlineOf(body) };
  }

  /** As it came. It may name people: who looked and why is written down first. */
  @MayRead()
  @Replies(QuarantinedBody, { status: 200 })
  @Post(':id/body')
  async body(@Id('id') id: string, @Body() { reason }: NewReason, @Caller() caller: Principal) {
    const { body } = await this.find(id);
    await this.trail.note(caller, 'read.quarantine', { id, keys: peopleIn(body) }, reason);
    return { id, body };
  }

  @MayWrite()
  @Replies('nothing', { status: 204 })
  @Post(':id/discard')
  async discard(@Id('id') id: string, @Body() { reason }: NewReason, @Caller() caller: Principal) {
    const { problem, type } = await this.find(id);
    await inTransaction(this.db, async (tx) => {
      if (!(await this.quarantine.discard(tx, id))) throw notFound('NOT_IN_QUARANTINE');
      await this.trail.note(caller, 'hmpps.quarantine-discard', { id, problem, type }, reason, tx);
    });
  }

  @MayWrite()
  @Replies(Retaken, { status: 200 })
  @Post('redrive')
  async redrive(@Body() body: NewRetake, @Caller() caller: Principal) {
    const filter = filterOf(body);
    if (body.id === undefined && body.problem === undefined) throw invalid('QUARANTINE_NOT_CHOSEN');
    const found = (await this.quarantine.list(filter, MOST)).length;
    if (body.dryRun) return { found, taken: 0, refused: 0 };
    const outcome = { found, ...(await this.inbound.retake(filter, MOST)) };
    await this.trail.note(caller, 'hmpps.quarantine-redrive', { ...filter, ...outcome }, body.reason);
    return outcome;
  }
}
