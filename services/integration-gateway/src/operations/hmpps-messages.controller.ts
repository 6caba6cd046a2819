import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CurrentUser } from '@throughcare/platform/auth';
import type { Principal } from '@throughcare/platform/auth';
import { Text } from '@throughcare/platform/dto';
import { MayWrite } from '@throughcare/platform/operations';
import { OperatorAudit } from './operator-audit';
import { Queues } from './queues.service';

class MessageBody {
  @Text({ max: 200_000 }) body!: string;
  @Text({ max: 500 }) reason!: string;
}

/** An operator gives the gateway a message, as if it had come from the topic. */
@ApiExcludeController()
@Controller('ops/hmpps/messages')
export class HmppsMessagesController {
  constructor(
    private readonly queues: Queues,
    private readonly trail: OperatorAudit,
  ) {}

  @MayWrite()
  @HttpCode(201)
  @Post()
  async send(@Body() { body, reason }: MessageBody, @CurrentUser() user: Principal) {
    const messageId = await this.queues.send(body);
    await this.trail.note(user, 'hmpps.send', { messageId, bytes: Buffer.byteLength(body) }, reason);
    return { messageId };
  }
}
