import { Body, Controller, Get, Inject, Post, Query, UseInterceptors } from '@nestjs/common';
import { z } from 'zod';
import { ReplayException, ReplayPlan, ReplayRun as ReplayRunReply } from '@throughcare/api/ops/replays';
import { progressOf, type ReplayFilter, type ReplayRun } from '@throughcare/messaging/replay';
import { Caller } from '../access/decorators';
import type { Principal } from '../auth/principal';
import { Replies } from '../replies/replies';
import { Id } from '../dto';
import { LimitQuery, NewReplay, NewReplayPlan, ReplayUpdate } from './operations.dto';
import type { ReplayFilterGiven } from './operations.dto';
import { ReadAudit } from './read-audit';
import { MayRead, MayWrite, Refusals, ServiceOperations } from './service-operations';

const filterOf = (body: ReplayFilterGiven = {}): ReplayFilter =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value !== null));

const shown = (run: ReplayRun) => ({ ...run, progress: progressOf(run) });

/** Repeating history for one consumer of this service. */
@UseInterceptors(Refusals)
@Controller('ops/replays')
export class ReplaysController {
  constructor(
    @Inject(ServiceOperations) private readonly service: ServiceOperations,
    @Inject(ReadAudit) private readonly reads: ReadAudit,
  ) {}

  /** What a run would repeat: the dry run. */
  @MayRead()
  @Replies(ReplayPlan, { status: 200 })
  @Post('plan')
  async plan(@Body() { consumer, mode, filter }: NewReplayPlan) {
    const { partitions, ...plan } = await this.replays.plan({ consumer, mode, filter: filterOf(filter) });
    return { consumer, mode, ...plan, partitions: partitions.length };
  }

  @MayWrite()
  @Replies(ReplayRunReply)
  @Post()
  async begin(@Body() body: NewReplay, @Caller() caller: Principal) {
    const { consumer, mode, filter, rate, withEffects = false, swap = false, reason } = body;
    const run = await this.replays.begin({
      consumer,
      mode,
      filter: filterOf(filter),
      withEffects,
      swap,
      reason,
      requestedBy: caller.username,
      ...(rate !== undefined && { rate }),
    });
    return shown(run);
  }

  @MayRead()
  @Replies(z.array(ReplayRunReply))
  @Get()
  async list(@Query() { limit = 50 }: LimitQuery) {
    return (await this.replays.list(limit)).map(shown);
  }

  @MayRead()
  @Replies(ReplayRunReply)
  @Get(':id')
  async find(@Id('id') id: string) {
    return shown(await this.replays.find(id));
  }

  @MayRead()
  @Replies(z.array(ReplayException))
  @Get(':id/exceptions')
  async exceptions(@Id('id') id: string, @Caller() caller: Principal) {
    const found = await this.replays.exceptions(id);
    await this.reads.note({
      user: caller,
      data: 'replay-exceptions',
      keys: found.map(({ key }) => key),
      facts: { run: id },
    });
    return found;
  }

  @MayWrite()
  @Replies(ReplayRunReply, { status: 200 })
  @Post(':id/pause')
  async pause(@Id('id') id: string, @Body() { reason }: ReplayUpdate, @Caller() caller: Principal) {
    return shown(await this.replays.pause(id, caller.username, reason));
  }

  @MayWrite()
  @Replies(ReplayRunReply, { status: 200 })
  @Post(':id/resume')
  async resume(@Id('id') id: string, @Body() { reason }: ReplayUpdate, @Caller() caller: Principal) {
    return shown(await this.replays.resume(id, caller.username, reason));
  }

  @MayWrite()
  @Replies(ReplayRunReply, { status: 200 })
  @Post(':id/cancel')
  async cancel(@Id('id') id: string, @Body() { reason }: ReplayUpdate, @Caller() caller: Principal) {
    return shown(await this.replays.cancel(id, caller.username, reason));
  }

  private get replays() {
    return this.service.operations.replays;
  }
}
