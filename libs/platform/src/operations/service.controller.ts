import { Controller, Get, Inject, Query, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { auditTrail } from '@throughcare/messaging/operations/audit';
import { outboxStatus, stuckPartitions } from '@throughcare/messaging/operations/outbox-status';
import { SERVICE_NAME } from '../service/tokens';
import { LimitQuery, StuckQuery } from './operations.dto';
import { MayRead, Refusals, ServiceOperations } from './service-operations';

/** The state of the service's own messaging. */
@ApiExcludeController()
@UseInterceptors(Refusals)
@MayRead()
@Controller('ops')
export class ServiceController {
  constructor(
    @Inject(ServiceOperations) private readonly service: ServiceOperations,
    @Inject(SERVICE_NAME) private readonly name: string,
  ) {}

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

  @Get('doctor')
  doctor() {
    return this.service.operations.doctor.examine();
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
