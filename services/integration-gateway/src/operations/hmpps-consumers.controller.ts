import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { TypeUsage } from '@throughcare/api/ops/hmpps';
import { Replies } from '@throughcare/platform/replies';
import { Int, Optional } from '@throughcare/platform/dto';
import { MayRead } from '@throughcare/platform/operations';
import { DetailReads } from '../hmpps-out/detail-reads.service';

const DAYS = 30;

class UsageQuery {
  @Optional() @Int({ min: 1, max: 400 }) days?: number;
}

/** Who outside uses our public types. */
@Controller('ops/hmpps/consumers')
export class HmppsConsumersController {
  constructor(private readonly reads: DetailReads) {}

  @MayRead()
  @Replies(z.array(TypeUsage))
  @Get()
  usage(@Query() { days = DAYS }: UsageQuery) {
    return this.reads.usage(days);
  }
}
