import { Controller, Get, Inject, type OnApplicationBootstrap, Query, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { auditTrail } from '@throughcare/messaging/operations/audit';
import { outboxStatus, stuckPartitions } from '@throughcare/messaging/operations/outbox-status';
import { DoctorChecks } from '../health/doctor-checks';
import { SERVICE_NAME } from '../service/tokens';
import { consumersFinding } from './consumers-check.rules';
import { LimitQuery, StuckQuery } from './operations.dto';
import { MayRead, Refusals, ServiceOperations } from './service-operations';

/** The state of the service's own messaging. */
@ApiExcludeController()
@UseInterceptors(Refusals)
@MayRead()
@Controller('ops')
export class ServiceController implements OnApplicationBootstrap {
  constructor(
    @Inject(ServiceOperations) private readonly service: ServiceOperations,
    @Inject(SERVICE_NAME) private readonly name: string,
    @Inject(DoctorChecks) private readonly checks: DoctorChecks,
  ) {}

  onApplicationBootstrap(): void {
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

  @Get()
  about() {
    const { schema, source } = this.options;
    return { service: this.name, source, schema, version: process.env['BUILD_NUMBER'] ?? 'local' };
  }

  @Get('outbox')
  outbox() {
    return outboxStatus(this.options.dataSource, this.options.schema);
  }

  @Get('outbox/stuck')
  stuck(@Query() { olderThan = 60 }: StuckQuery) {
    return stuckPartitions(this.options.dataSource, this.options.schema, olderThan);
  }

  /** The messaging's own questions, then how consumers do, then those of the service's modules. */
  @Get('doctor')
  async doctor() {
    const [own, others] = await Promise.all([this.service.operations.doctor.examine(), this.checks.examine()]);
    return [...own, ...others];
  }

  /** What operators did here, latest first. */
  @Get('audit')
  audit(@Query() { limit = 100 }: LimitQuery) {
    return auditTrail(this.options.dataSource.manager, this.options.schema, limit);
  }

  private get options() {
    return this.service.operations.options;
  }
}
