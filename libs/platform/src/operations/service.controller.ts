import {
  Body,
  Controller,
  Get,
  Inject,
  type OnApplicationBootstrap,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { z } from 'zod';
import { AuditEntry, DoctorCheck, OutboxStatus, ServiceAbout, StuckPartition } from '@throughcare/api/ops/service';
import { auditTrail, outboxStatus, stuckPartitions } from '@throughcare/messaging/operations';
import { Caller } from '../access/decorators';
import type { Principal } from '../auth/principal';
import { Replies } from '../replies/replies';
import { invalid, invalidField } from '@throughcare/base/errors';
import { DoctorChecks } from '../health/doctor-checks';
import { upstreams } from '../http';
import { SERVICE_NAME } from '../config/service-name';
import { consumersFinding } from './consumers-check.rules';
import { upstreamsFinding } from './upstreams-check.rules';
import { AuditQuery, StuckQuery } from './operations.dto';
import { keptKeys, ReadAudit } from './read-audit';
import { ACTIONS, isAction } from './audit-actions';
import { MayRead, Refusals, ServiceOperations } from './service-operations';

/** The state of the service's own messaging. */
@UseInterceptors(Refusals)
@Controller('ops')
export class ServiceController implements OnApplicationBootstrap {
  constructor(
    @Inject(ServiceOperations) private readonly service: ServiceOperations,
    @Inject(SERVICE_NAME) private readonly name: string,
    @Inject(DoctorChecks) private readonly checks: DoctorChecks,
    @Inject(ReadAudit) private readonly reads: ReadAudit,
  ) {}

  onApplicationBootstrap(): void {
    this.checks.add('upstreams', async () => upstreamsFinding(upstreams.states()));
    this.checks.add('consumers', async () => {
      const { operations, server, watchdog } = this.service.messaging;
      const consumers = await operations.consumers.list();
      return consumersFinding(
        consumers.map((status) => ({
          ...status,
          stalled: watchdog.stalledConsumers.includes(status.consumer),
          waiting: server.waitingConsumers.includes(status.consumer),
        })),
      );
    });
  }

  @MayRead()
  @Replies(ServiceAbout)
  @Get()
  about() {
    const { schema, source } = this.options;
    return { service: this.name, source, schema, version: process.env['BUILD_NUMBER'] ?? 'local' };
  }

  @MayRead()
  @Replies(OutboxStatus)
  @Get('outbox')
  outbox() {
    return outboxStatus(this.options.dataSource, this.options.schema);
  }

  @MayRead()
  @Replies(z.array(StuckPartition))
  @Get('outbox/stuck')
  stuck(@Query() { olderThan = 60 }: StuckQuery) {
    return stuckPartitions(this.options.dataSource, this.options.schema, olderThan);
  }

  /** The messaging's own questions, then how consumers do, then those of the service's modules. */
  @MayRead()
  @Replies(z.array(DoctorCheck))
  @Get('doctor')
  async doctor() {
    const [own, others] = await Promise.all([this.service.operations.doctor.examine(), this.checks.examine()]);
    return [...own, ...others];
  }

  /** What operators did and looked at here, latest first. */
  @MayRead()
  @Replies(z.array(AuditEntry))
  @Get('audit')
  audit(@Query() query: AuditQuery, @Caller() caller: Principal) {
    return this.trail(query, caller);
  }

  /** The same with the filter in the body: keys are identifiers of people. */
  @MayRead()
  @Replies(z.array(AuditEntry), { status: 200 })
  @Post('audit/search')
  async trail(@Body() { limit = 100, key, actor, action, from, to, before }: AuditQuery, @Caller() caller: Principal) {
    if (before !== undefined && !/^\d{1,18}$/.test(before)) throw invalidField('$.before', 'invalid');
    if (action !== undefined && !isAction(action))
      throw invalid('NO_SUCH_ACTION', { detail: `There are ${ACTIONS.join(', ')}; * stands for any characters` });
    const filter = Object.fromEntries(
      Object.entries({ keys: key, actor, action, from, to, before }).filter(([, value]) => value !== undefined),
    );
    const { manager } = this.options.dataSource;
    const found = await auditTrail(manager, this.options.schema, limit, filter);
    const parameters = { ...filter, ...(key && { keys: keptKeys(key) }), client: caller.clientId };
    await this.reads.keep({ actor: caller.username, action: 'read.audit', parameters });
    return found;
  }

  private get options() {
    return this.service.operations.options;
  }
}
