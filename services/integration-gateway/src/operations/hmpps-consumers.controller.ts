import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { TypeUsage } from '@throughcare/api/ops/hmpps';
import { Replies } from '@throughcare/platform/replies';
import { MayRead } from '@throughcare/platform/operations';
import { DetailReadsService } from '../hmpps-out/detail-reads.service';
import { UsageQuery } from './operations.dto';

const DAYS = 30;

/** Who outside uses our public types. */
@Controller('ops/hmpps/consumers')
export class HmppsConsumersController {
  constructor(private readonly reads: DetailReadsService) {}

  @MayRead()
  @Replies(z.array(TypeUsage))
  @Get()
  usage(@Query() { days = DAYS }: UsageQuery) {
    return this.reads.usage(days);
  }
}
