import { Controller, Get, Inject, Param, Query, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { UuidParam } from '../dto';
import { notFound } from '../errors';
import { EventQuery, JourneyQuery, SinceQuery } from './operations.dto';
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
    return this.service.operations.events.journey(id, key);
  }
}
