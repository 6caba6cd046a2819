import { Body, Controller, Get, Inject, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { z } from 'zod';
import {
  DeadLetter,
  DeadLetterDepth,
  DeadLetterDetail,
  RedrivePlan,
  Redriven,
} from '@throughcare/api/ops/dead-letters';
import { Caller } from '../access/decorators';
import type { Principal } from '../auth/principal';
import { Replies } from '../replies/replies';
import { invalid, invalidField } from '@throughcare/base/errors';
import { DeadLetterQuery, DeadLetterSearchQuery, NewLook, NewReason, NewRedrive } from './operations.dto';
import { ReadAudit } from './read-audit';
import { MayRead, MayWrite, Refusals, ServiceOperations } from './service-operations';
import { NameParam } from '../dto';

const idOf = (text: string): string => {
  if (!/^\d{1,18}$/.test(text)) throw invalidField('$.id', 'invalid');
  return text;
};

/** Filters are deliberate: nothing given is not everything. */
const redriveOf = ({ consumer, id, key, type, code, before, all }: NewRedrive) => {
  const filter = {
    ...(key !== undefined && { key }),
    ...(type !== undefined && { type }),
    ...(code !== undefined && { code }),
    ...(before !== undefined && { before }),
  };
  const isFiltered = Object.keys(filter).length > 0;
  if (!isFiltered && id === undefined && all !== true) throw invalid('SAY_WHICH_OR_ALL');
  if (id !== undefined && (isFiltered || all === true)) throw invalid('ID_ALONE');
  return { consumer, filter, ...(id !== undefined && { id: idOf(id) }) };
};

/** What could not be handled, and what waits behind it. */
@UseInterceptors(Refusals)
@Controller('ops/dead-letters')
export class DeadLettersController {
  constructor(
    @Inject(ServiceOperations) private readonly service: ServiceOperations,
    @Inject(ReadAudit) private readonly reads: ReadAudit,
  ) {}

  @MayRead()
  @Replies(z.array(DeadLetter))
  @Get()
  list(@Query() query: DeadLetterQuery, @Caller() caller: Principal) {
    return this.find(query, caller);
  }

  /** The same with the filter in the body: keys are identifiers of people. */
  @MayRead()
  @Replies(z.array(DeadLetter), { status: 200 })
  @Post('search')
  async find(@Body() query: DeadLetterSearchQuery, @Caller() caller: Principal) {
    const { limit = 100, reason, ...filter } = query;
    const look = { user: caller, data: 'dead-letters', reason };
    if (filter.key !== undefined) await this.reads.open({ ...look, keys: [filter.key] });
    const found = await this.service.operations.letters.list(filter, limit);
    if (filter.key === undefined) await this.reads.note({ ...look, keys: found.map(({ key }) => key) });
    return found;
  }

  @MayRead()
  @Replies(z.array(DeadLetterDepth))
  @Get('depth')
  depth() {
    return this.service.operations.letters.depth();
  }

  @MayRead()
  @Replies(DeadLetterDetail)
  @Get(':id')
  show(@Param('id', NameParam) id: string, @Caller() caller: Principal) {
    return this.open(id, {}, caller);
  }

  /** The same with a reason: whom nDelius lets only some see needs one. */
  @MayRead()
  @Replies(DeadLetterDetail, { status: 200 })
  @Post(':id')
  async open(@Param('id', NameParam) id: string, @Body() { reason }: NewLook, @Caller() caller: Principal) {
    const letter = await this.service.operations.letters.show(idOf(id));
    const { key, type } = letter;
    await this.reads.open({ user: caller, data: 'dead-letter', keys: [key], reason, facts: { id, type } });
    return letter;
  }

  /** In order, for at most `budgetMs`: repeat the call while `remaining` is not 0. With `dryRun` only the plan. */
  @MayWrite()
  @Replies(z.union([RedrivePlan, Redriven]), { status: 200 })
  @Post('redrive')
  redrive(@Body() body: NewRedrive, @Caller() caller: Principal) {
    const wanted = redriveOf(body);
    const { letters } = this.service.operations;
    if (body.dryRun) return letters.plan(wanted);
    const { rate, budgetMs, reason } = body;
    const limits = { ...(rate !== undefined && { rate }), ...(budgetMs !== undefined && { budgetMs }) };
    return letters.redrive({ ...wanted, ...limits, reason, actor: caller.username });
  }

  @MayWrite()
  @Replies('nothing', { status: 204 })
  @Post(':id/discard')
  discard(@Param('id', NameParam) id: string, @Body() { reason }: NewReason, @Caller() caller: Principal) {
    return this.service.operations.letters.discard(idOf(id), caller.username, reason);
  }
}
