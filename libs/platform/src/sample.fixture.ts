import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Module, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Caller, Reach } from './access';
import { Authority, Public } from './auth';
import type { Principal } from './auth';
import { DatabaseModule, sqlMigration } from './database';
import { AnyObject, Day, Flag, Int, ListOf, NameParam, Nested, OneOf, Optional, Text, Uuid, Id } from './dto';
import { conflict, notFound } from '@throughcare/base/errors';
import { Replies } from './replies';
import { BodyLimit } from './service/body-parsing';
import { currentCorrelation } from './telemetry';

const Anything = z.unknown();

class Contact {
  @Text({ max: 20 }) name: string;
  @Optional() @Day() since?: string;
}

export class SampleDto {
  @Text() title: string;
  @Int({ min: 0 }) size: number;
  @Day() startDate: string;
  @Optional() @Uuid() ownerId?: string;
  @Optional() @Flag() open?: boolean;
  @Optional() @ListOf('uuid') tags?: string[];
  @Optional() @Nested(() => Contact) contact?: Contact;
  @Optional() @ListOf(() => Contact) others?: Contact[];
  @Optional() @AnyObject() data?: Record<string, unknown>;
  @Optional() @Int({ form: true }) minutes?: number;
}

class SampleQuery {
  @Optional() @Int({ min: 1 }) page?: number;
  @Optional() @OneOf(['asc', 'desc'], { dropUnknown: true }) direction?: string;
  @Optional() @ListOf('text') statuses?: string[];
  @Optional() @Flag() open?: boolean;
}

@Authority('ROLE_PROBATION')
@Controller('samples')
export class SampleController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Replies(Anything) @Reach('none') @Get('me') me(@Caller() caller: Principal) {
    return { ...caller, hasToken: caller.token.length > 0 };
  }
  @Replies(Anything) @Public() @Get('open') open() {
    return { open: true };
  }
  @Replies(Anything) @Authority('ROLE_ADMIN', 'ROLE_OTHER') @Reach('none') @Get('admin') admin() {
    return { admin: true };
  }
  @Replies(Anything) @Reach('none') @Get('query') query(@Query() query: SampleQuery) {
    return query;
  }
  @Replies(Anything) @Reach('none') @Get('plain') plain(@Query('page') page?: number) {
    return { page: page ?? null, type: typeof page };
  }
  @Replies(Anything) @Reach('none') @Get('named') named(@Query('name') name?: string) {
    return { name: name?.toLowerCase() ?? null };
  }
  @Replies(Anything) @Reach('none') @Get('context') context(@Query('crn') _crn?: string) {
    return currentCorrelation();
  }
  @Replies(Anything) @HttpCode(201) @Reach('none') @Post() create(@Body() dto: SampleDto) {
    return dto;
  }
  @Replies(Anything) @Reach('none') @Post('context') async postContext(@Body() _dto: SampleDto) {
    await this.db.query('select 1');
    return currentCorrelation();
  }
  @Replies(Anything) @BodyLimit(1024 * 1024) @Reach('none') @Post('large') large(
    @Body() body: Record<string, unknown>,
  ) {
    return { keys: Object.keys(body) };
  }
  @Replies('file') @Reach('none') @Get('stream') stream() {
    const parts = async function* () {
      yield 'begun,';
      await new Promise((resolve) => setTimeout(resolve, 800));
      yield 'ended';
    };
    return new StreamableFile(Readable.from(parts()), { type: 'text/plain' });
  }
  @Replies(Anything) @Reach('none') @Get('slow') async slow(@Query('ms') ms?: number) {
    await this.db.query('select pg_sleep($1)', [(ms ?? 100) / 1000]);
    return { slept: true };
  }
  @Replies(Anything) @Reach('none') @Get('fail/:how') async fail(@Param('how', NameParam) how: string) {
    if (how === 'bug') throw new Error('John Smith, X320741, cannot be placed');
    if (how === 'conflict') throw conflict('CLASH', { detail: 'Booking clashes: 7b8f7b5e' });
    if (how === 'sql') await this.db.query("select 'John Smith'::uuid");
    if (how === 'deadlock') await this.db.query("do $$ begin raise exception 'x' using errcode = '40P01'; end $$");
    throw notFound('SAMPLE_NOT_FOUND');
  }
  @Replies(Anything) @Reach('none') @Get(':id') one(@Id('id') id: string) {
    return { id };
  }
}

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'sample',
      entities: [],
      migrations: [sqlMigration('Sample1764000000000', 'create table sample (id uuid primary key, day date)')],
    }),
  ],
  controllers: [SampleController],
})
export class SampleModule {}
