import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { PublicEventDetail } from '@throughcare/api/cas3/public-event';
import { Replies } from '@throughcare/platform/replies';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Reach } from '@throughcare/platform/access';
import { Authority, type Principal } from '@throughcare/platform/auth';
import { NameParam, Id } from '@throughcare/platform/dto';
import { LedgerService } from '../ledger/ledger.service';
import { DetailReadsService } from './detail-reads.service';
import { EventDetailService } from '../public-events/event-detail.service';
import { typeOfSlug } from '../public-events/topic.rules';

interface Reply {
  code(status: number): Reply;
  headers(values: Readonly<Record<string, string>>): Reply;
  send(body?: string): unknown;
}

/** A year: the body of an event never changes. Private, because it names a person's place. */
const CACHING = 'private, max-age=31536000, immutable';

@ApiTags('integration-gateway')
@Controller('events/cas3')
@Authority('ROLE_APPROVED_PREMISES_EVENTS')
export class EventDetailController {
  constructor(
    private readonly details: EventDetailService,
    private readonly ledger: LedgerService,
    private readonly reads: DetailReadsService,
  ) {}

  @Replies(PublicEventDetail)
  @Get(':slug/:eventId')
  @Reach('none')
  async read(
    @Caller() caller: Principal,
    @Param('slug', NameParam) slug: string,
    @Id('eventId') eventId: string,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: Reply,
  ): Promise<string> {
    const { body, etag } = await this.details.read(slug, eventId);
    // Before the answer: once the consumer has the body, that it was here must not be forgotten.
    await this.ledger.fetched(eventId, caller.clientId);
    this.reads.note(typeOfSlug(slug), caller.clientId);
    const headers = { etag, 'cache-control': CACHING };
    if (known?.split(',').some((tag) => tag.trim() === etag)) reply.code(304).headers(headers).send();
    else
      reply
        .code(200)
        .headers({ ...headers, 'content-type': 'application/json' })
        .send(body);
    return body;
  }
}
