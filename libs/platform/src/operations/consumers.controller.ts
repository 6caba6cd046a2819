import { Body, Controller, Get, Inject, Param, Post, UseInterceptors } from '@nestjs/common';
import { z } from 'zod';
import { ConsumerStatus, ResetPlan } from '@throughcare/api/ops/consumers';
import { Caller } from '../access/decorators';
import type { Principal } from '../auth/principal';
import { Replies } from '../replies/replies';
import { NewReason, NewReset } from './operations.dto';
import { MayRead, MayWrite, Refusals, ServiceOperations } from './service-operations';
import { NameParam } from '../dto';

/** The consumers of this service: how far they are, and stopping and moving them. */
@UseInterceptors(Refusals)
@Controller('ops/consumers')
export class ConsumersController {
  constructor(@Inject(ServiceOperations) private readonly service: ServiceOperations) {}

  @MayRead()
  @Replies(z.array(ConsumerStatus))
  @Get()
  async list() {
    const { operations, server, watchdog } = this.service.messaging;
    const consumers = await operations.consumers.list();
    return consumers.map((status) => ({
      ...status,
      /** As the instance that answers sees it; others may differ. */
      circuit: server.openCircuits.includes(status.consumer) ? ('open' as const) : ('closed' as const),
      stalled: watchdog.stalledConsumers.includes(status.consumer),
    }));
  }

  @MayWrite()
  @Replies('nothing', { status: 204 })
  @Post(':consumer/pause')
  pause(@Param('consumer', NameParam) consumer: string, @Body() { reason }: NewReason, @Caller() caller: Principal) {
    return this.service.operations.consumers.pause(consumer, caller.username, reason);
  }

  @MayWrite()
  @Replies('nothing', { status: 204 })
  @Post(':consumer/resume')
  resume(@Param('consumer', NameParam) consumer: string, @Body() { reason }: NewReason, @Caller() caller: Principal) {
    return this.service.operations.consumers.resume(consumer, caller.username, reason);
  }

  @MayWrite()
  @Replies(ResetPlan, { status: 200 })
  @Post(':consumer/reset')
  reset(@Param('consumer', NameParam) consumer: string, @Body() body: NewReset, @Caller() caller: Principal) {
    const { to, reason, dryRun = false } = body;
    return this.service.operations.consumers.reset(consumer, to, caller.username, reason, dryRun);
  }
}
