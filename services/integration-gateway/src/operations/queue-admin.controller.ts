import { Controller, Get, Param, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import { MessagesFound, QueueMessages } from '@throughcare/api/ops/hmpps';
import { Replies } from '@throughcare/platform/replies';
import { Caller, Reach } from '@throughcare/platform/access';
import { Authority } from '@throughcare/platform/auth';
import type { Principal } from '@throughcare/platform/auth';
import { NameParam } from '@throughcare/platform/dto';
import { OperatorAudit } from './operator-audit';
import { peopleIn } from './people-in.rules';
import { QueuesService } from './queues.service';
import { MessagesQuery } from './operations.dto';

/** The paths and bodies that operators of HMPPS queues know by heart. Every one needs the role; every change is audited. */
@Authority('ROLE_QUEUE_ADMIN')
@Controller('queue-admin')
export class QueueAdminController {
  constructor(
    private readonly queues: QueuesService,
    private readonly trail: OperatorAudit,
  ) {}

  @Replies(MessagesFound)
  @Put('retry-dlq/:dlqName')
  @Reach('none')
  async retry(@Param('dlqName', NameParam) dlqName: string, @Caller() caller: Principal) {
    const messagesFoundCount = await this.queues.retry(dlqName);
    await this.trail.note(caller, 'queue-admin.retry-dlq', { dlqName, messagesFoundCount });
    return { messagesFoundCount };
  }

  @Replies(z.array(MessagesFound))
  @Put('retry-all-dlqs')
  @Reach('none')
  async retryAll(@Caller() caller: Principal) {
    return Promise.all(this.queues.dlqNames.map((dlqName) => this.retry(dlqName, caller)));
  }

  @Replies(MessagesFound)
  @Put('purge-queue/:queueName')
  @Reach('none')
  async purge(@Param('queueName', NameParam) queueName: string, @Caller() caller: Principal) {
    const messagesFoundCount = await this.queues.purge(queueName);
    await this.trail.note(caller, 'queue-admin.purge-queue', { queueName, messagesFoundCount });
    return { messagesFoundCount };
  }

  @Replies(QueueMessages)
  @Get('get-dlq-messages/:dlqName')
  @Reach('none')
  async messages(
    @Param('dlqName', NameParam) dlqName: string,
    @Query() { maxMessages = 100 }: MessagesQuery,
    @Caller() caller: Principal,
  ) {
    const { found, messages } = await this.queues.messages(dlqName, maxMessages);
    // Bodies name people: that somebody read them is kept, with whom they are about.
    await this.trail.note(caller, 'read.dlq-messages', {
      dlqName,
      messages: messages.length,
      keys: peopleIn(JSON.stringify(messages)),
    });
    return { messagesFoundCount: found, messagesReturnedCount: messages.length, messages };
  }
}
