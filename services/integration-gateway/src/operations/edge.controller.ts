import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { FoundCount, HmppsQueue, MovementList, Mover } from '@throughcare/api/ops/hmpps';
import { Replies } from '@throughcare/platform/replies';
import { Caller } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { CONFIG } from '@throughcare/platform/config';
import { Id } from '@throughcare/platform/dto';
import { notFound } from '@throughcare/base/errors';
import { MayRead, MayWrite, NewReason } from '@throughcare/platform/operations';
import { DataSource } from 'typeorm';
import type { GatewayConfig } from '../config';
import { movementList, moverOf } from '../movement-checks/movement-list';
import { EdgeInstruments } from './edge-instruments';
import { OperatorAudit } from './operator-audit';
import { QueuesService } from './queues.service';

/** The HMPPS edge as operators see it: its queue, and movements that need a look. */
@Controller('ops/hmpps')
export class EdgeController {
  constructor(
    private readonly instruments: EdgeInstruments,
    private readonly queues: QueuesService,
    private readonly trail: OperatorAudit,
    private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  @MayRead()
  @Replies(HmppsQueue)
  @Get('queue')
  queue() {
    return this.instruments.queue();
  }

  /** Moves the dead letters of the queue back to it: the number found. */
  @MayWrite()
  @Replies(FoundCount, { status: 200 })
  @Post('queue/retry-dlq')
  async retry(@Body() { reason }: NewReason, @Caller() caller: Principal) {
    const found = await this.queues.retry(this.config.HMPPS_DLQ_NAME);
    await this.trail.note(caller, 'hmpps.retry-dlq', { found }, reason);
    return { found };
  }

  @MayRead()
  @Replies(MovementList)
  @Get('movements')
  movements() {
    return movementList(this.db);
  }

  /** Whom one is about: who looked and why is written down first. */
  @MayRead()
  @Replies(Mover, { status: 200 })
  @Post('movements/:id')
  async movement(@Id('id') id: string, @Body() { reason }: NewReason, @Caller() caller: Principal) {
    const mover = await moverOf(this.db, id);
    if (!mover) throw notFound('NO_SUCH_MOVEMENT');
    await this.trail.note(caller, 'read.movement', { id, keys: [mover.nomsNumber] }, reason);
    return mover;
  }
}
