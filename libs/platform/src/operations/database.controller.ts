import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { z } from 'zod';
import { DatabaseWriter, SilentChanges, StruckOff } from '@throughcare/api/ops/service';
import { audit } from '@throughcare/messaging/operations';
import { quoteSchema } from '@throughcare/messaging/schema';
import { inTransaction } from '@throughcare/messaging/unit-of-work';
import { Caller } from '../access/decorators';
import type { Principal } from '../auth/principal';
import { Replies } from '../replies/replies';
import { forbidden, notFound } from '@throughcare/base/errors';
import { MayRead, MayWrite, ServiceOperations } from './service-operations';
import { NewEnd, NewStrike } from './operations.dto';

const isNotOurs = (error: unknown): boolean => {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  return (code ?? driverError?.code) === '42501';
};

/** What an operator has to know of a service's database, so that nobody needs a console of it. */
@Controller('ops/database')
export class DatabaseController {
  constructor(@Inject(ServiceOperations) private readonly service: ServiceOperations) {}

  /** Open transactions that have written, in the whole server, oldest first. */
  @MayRead()
  @Replies(z.array(DatabaseWriter))
  @Get('writers')
  writers() {
    return this.service.messaging.gauges.writing.open();
  }

  /** Ends one of them. Those of other roles are for whoever administers the server. */
  @MayWrite()
  @Replies('nothing', { status: 204 })
  @Post('writers/end')
  async end(@Body() { pid, reason }: NewEnd, @Caller() caller: Principal) {
    const { writing } = this.service.messaging.gauges;
    const writer = (await writing.open()).find((each) => each.pid === pid);
    if (!writer) throw notFound('NO_SUCH_WRITER');
    const { dataSource, schema } = this.options;
    await audit(dataSource.manager, schema, {
      actor: caller.username,
      action: 'writer.end',
      parameters: { pid, seconds: Math.round(writer.seconds) },
      reason,
    });
    const detail = 'This session belongs to another role: ask whoever administers the database to end it.';
    await writing.end(pid).catch((cause: unknown) => {
      throw isNotOurs(cause) ? forbidden('WRITER_OF_ANOTHER_ROLE', { detail, cause }) : cause;
    });
  }

  /** Rows that changed without their event, up to ten of each table. */
  @MayRead()
  @Replies(z.array(SilentChanges))
  @Get('silent-changes')
  silent() {
    return this.service.messaging.gauges.silentChanges();
  }

  /** A repair that changed nothing anybody is told is no longer counted. */
  @MayWrite()
  @Replies(StruckOff, { status: 200 })
  @Post('silent-changes/strike-off')
  strike(@Body() { aggregate, reason }: NewStrike, @Caller() caller: Principal) {
    const { dataSource, schema } = this.options;
    return inTransaction(dataSource, async (tx) => {
      const [known] = await tx.query<{ known: boolean }[]>('select to_regclass($1) is not null as known', [
        `${quoteSchema(schema)}.silent_change`,
      ]);
      if (!known?.known) throw notFound('NO_SILENT_CHANGE');
      const rows = await tx.query<unknown[]>(
        `with struck as (delete from ${quoteSchema(schema)}.silent_change where aggregate_id = $1 returning 1) select * from struck`,
        [aggregate],
      );
      if (rows.length === 0) throw notFound('NO_SILENT_CHANGE');
      const parameters = { aggregate, changes: rows.length };
      await audit(tx, schema, { actor: caller.username, action: 'silent-change.strike-off', parameters, reason });
      return { struck: rows.length };
    });
  }

  private get options() {
    return this.service.operations.options;
  }
}
