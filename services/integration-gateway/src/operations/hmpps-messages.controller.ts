import { Body, Controller, Post } from '@nestjs/common';
import { SentMessage } from '@throughcare/api/ops/hmpps';
import { Replies } from '@throughcare/platform/replies';
import { Caller } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { invalidField } from '@throughcare/base/errors';
import { MayWrite } from '@throughcare/platform/operations';
import { OperatorAudit } from './operator-audit';
import { QueuesService } from './queues.service';
import { NewMessage } from './operations.dto';

/** What no SQS message may contain: control characters but tab and line ends, and two that are none. */
const NOT_CARRIED = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** An operator gives the gateway a message, as if it had come from the topic. */
@Controller('ops/hmpps/messages')
export class HmppsMessagesController {
  constructor(
    private readonly queues: QueuesService,
    private readonly trail: OperatorAudit,
  ) {}

  @MayWrite()
  @Replies(SentMessage)
  @Post()
  async send(@Body() { body, reason }: NewMessage, @Caller() caller: Principal) {
    if (NOT_CARRIED.test(body)) throw invalidField('$.body', 'invalid');
    const messageId = await this.queues.send(body);
    await this.trail.note(caller, 'hmpps.send', { messageId, bytes: Buffer.byteLength(body) }, reason);
    return { messageId };
  }
}
