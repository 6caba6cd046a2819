import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { UuidParam } from '../dto';
import { notFound } from '../errors';
import { EventQuery, JourneyBody, JourneyQuery, SinceQuery } from './operations.dto';
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
@ApiExcludeController()
@UseInterceptors(Refusals)
@MayRead()
@Controller('ops/events')
export class EventsController {
  constructor(@Inject(ServiceOperations) private readonly service: ServiceOperations) {}

  /** Latest first; with `after` the following ones, oldest first. */
  @Get()
  search(@Query() query: EventQuery) {
    const { before, after, limit = 50 } = query;
    const page = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
    return this.service.operations.events.search(filterOf(query), limit, page);
  }

  /** The same with the filter in the body: keys are identifiers of people, and addresses are kept in many places. */
  @HttpCode(200)
  @Post('search')
  find(@Body() query: EventQuery) {
    return this.search(query);
  }

  @Get('stats')
  stats(@Query() { from }: SinceQuery) {
    return this.service.operations.events.stats(from);
  }

  @Get(':id')
  async show(@Param('id', UuidParam) id: string) {
    const event = await this.service.operations.events.show(id);
    if (!event) throw notFound('NO_SUCH_EVENT');
    return event;
  }

  /** What became of an event in this service, whoever published it. */
  @Get(':id/journey')
  journey(@Param('id', UuidParam) id: string, @Query() { key }: JourneyQuery) {
    return this.service.operations.events.journey(id, { ...(key !== undefined && { key }) });
  }

  /** With what is known of the event in the body: also who has not handled it yet. */
  @HttpCode(200)
  @Post(':id/journey')
  follow(@Param('id', UuidParam) id: string, @Body() facts: JourneyBody) {
    return this.service.operations.events.journey(id, facts);
  }
}
