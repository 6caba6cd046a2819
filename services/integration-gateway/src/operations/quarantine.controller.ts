import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentUser } from '@throughcare/platform/auth';
import type { Principal } from '@throughcare/platform/auth';
import { Exact, Flag, Int, Optional, Text, Uuid } from '@throughcare/platform/dto';
import { invalid } from '@throughcare/platform/errors';
import { MayRead, MayWrite } from '@throughcare/platform/operations';
import { Inbound } from '../inbound/inbound.service';
import { Quarantine, type QuarantineFilter } from '../inbound/quarantine.service';
import { OperatorAudit } from './operator-audit';

const MOST = 10_000;

class QuarantineQuery {
  @Optional() @Text({ max: 300 }) problem?: string;
  @Optional() @Int({ min: 1, max: 1_000 }) limit?: number;
}
@Exact()
class RetakeBody {
  @Optional() @Uuid() id?: string;
  @Optional() @Text({ max: 300 }) problem?: string;
  @Optional() @Flag() dryRun?: boolean;
  @Text({ max: 500 }) reason!: string;
}

const filterOf = ({ id, problem }: { id?: string; problem?: string }): QuarantineFilter => ({
  ...(id !== undefined && { id }),
  ...(problem !== undefined && { problem }),
});

/** Messages that were not taken: why, and taking them once the cause is mended. Their bodies are not shown. */
@ApiExcludeController()
@Controller('ops/hmpps/quarantine')
export class QuarantineController {
  constructor(
    private readonly quarantine: Quarantine,
    private readonly inbound: Inbound,
    private readonly trail: OperatorAudit,
  ) {}

  @MayRead()
  @Get()
  list(@Query() query: QuarantineQuery) {
    return this.quarantine.list(filterOf(query), query.limit ?? 100);
  }

  @MayWrite()
  @HttpCode(200)
  @Post('redrive')
  async redrive(@Body() body: RetakeBody, @CurrentUser() user: Principal) {
    const filter = filterOf(body);
    if (body.id === undefined && body.problem === undefined) throw invalid('QUARANTINE_NOT_CHOSEN');
    const found = (await this.quarantine.list(filter, MOST)).length;
    if (body.dryRun) return { found, taken: 0, refused: 0 };
    const outcome = { found, ...(await this.inbound.retake(filter, MOST)) };
    await this.trail.note(user, 'hmpps.quarantine-redrive', { ...filter, ...outcome }, body.reason);
    return outcome;
  }
}
