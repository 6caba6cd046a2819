import { Body, Controller, Get, Inject, Post, Query, UseInterceptors } from '@nestjs/common';
import { z } from 'zod';
import { EventJourney, EventStatistics, FoundEvent } from '@throughcare/api/ops/events';
import { Caller } from '../access/decorators';
import type { Principal } from '../auth/principal';
import { Replies } from '../replies/replies';
import { Id } from '../dto';
import { notFound } from '@throughcare/base/errors';
import { EventQuery, EventSearchQuery, JourneySearchQuery, JourneyQuery, NewLook, SinceQuery } from './operations.dto';
import { ReadAudit } from './read-audit';
import { MayRead, Refusals, ServiceOperations } from './service-operations';

const filterOf = ({ type, key, aggregate, id, from, to }: EventQuery) => ({
  ...(type && { types: type }),
  ...(key && { keys: key }),
  ...(aggregate && { aggregateIds: aggregate }),
  ...(id && { eventIds: id }),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

/** What this service has published. */
@UseInterceptors(Refusals)
@Controller('ops/events')
export class EventsController {
  constructor(
    @Inject(ServiceOperations) private readonly service: ServiceOperations,
    @Inject(ReadAudit) private readonly reads: ReadAudit,
  ) {}

  /** Latest first; with `after` the following ones, oldest first. */
  @MayRead()
  @Replies(z.array(FoundEvent))
  @Get()
  search(@Query() query: EventQuery, @Caller() caller: Principal) {
    return this.find(query, caller);
  }

  /** The same with the filter in the body: keys are identifiers of people, and addresses are kept in many places. */
  @MayRead()
  @Replies(z.array(FoundEvent), { status: 200 })
  @Post('search')
  async find(@Body() query: EventSearchQuery, @Caller() caller: Principal) {
    const { before, after, without, limit = 50, reason, key = [] } = query;
    const look = { user: caller, data: 'events', reason, follows: after !== undefined };
    if (key.length > 0) await this.reads.open({ ...look, keys: key });
    const page = {
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
      ...(without && { without }),
    };
    const found = await this.service.operations.events.search(filterOf(query), limit, page);
    if (key.length === 0) await this.reads.note({ ...look, keys: found.map((event) => event.key) });
    return found;
  }

  @MayRead()
  @Replies(z.array(EventStatistics))
  @Get('stats')
  stats(@Query() { from }: SinceQuery) {
    return this.service.operations.events.stats(from);
  }

  @MayRead()
  @Replies(FoundEvent)
  @Get(':id')
  show(@Id('id') id: string, @Caller() caller: Principal) {
    return this.open(id, {}, caller);
  }

  /** The same with a reason: whom nDelius lets only some see needs one. */
  @MayRead()
  @Replies(FoundEvent, { status: 200 })
  @Post(':id')
  async open(@Id('id') id: string, @Body() { reason }: NewLook, @Caller() caller: Principal) {
    const event = await this.service.operations.events.show(id);
    if (!event) throw notFound('NO_SUCH_EVENT');
    await this.reads.open({ user: caller, data: 'event', keys: [event.key], reason, facts: { id, type: event.type } });
    return event;
  }

  /** What became of an event in this service, whoever published it. */
  @MayRead()
  @Replies(EventJourney)
  @Get(':id/journey')
  journey(@Id('id') id: string, @Query() { key }: JourneyQuery) {
    return this.service.operations.events.journey(id, { ...(key !== undefined && { key }) });
  }

  /** With what is known of the event in the body: also who has not handled it yet. */
  @MayRead()
  @Replies(EventJourney, { status: 200 })
  @Post(':id/journey')
  follow(@Id('id') id: string, @Body() facts: JourneySearchQuery) {
    return this.service.operations.events.journey(id, facts);
  }
}
