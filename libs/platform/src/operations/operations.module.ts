import { Module } from '@nestjs/common';
import { BackgroundController } from './background.controller';
import { ConsumersController } from './consumers.controller';
import { DatabaseController } from './database.controller';
import { DeadLettersController } from './dead-letters.controller';
import { EventsController } from './events.controller';
import { LimitedPeople } from './limited-people';
import { ReadAudit } from './read-audit';
import { ReplaysController } from './replays.controller';
import { ServiceController } from './service.controller';
import { ServiceOperations } from './service-operations';

/** The operations API under `/ops`. `createApp` imports it, so every service has it. */
@Module({
  controllers: [
    ServiceController,
    EventsController,
    ConsumersController,
    DeadLettersController,
    ReplaysController,
    DatabaseController,
    BackgroundController,
  ],
  providers: [ServiceOperations, LimitedPeople, ReadAudit],
  exports: [ServiceOperations, ReadAudit],
})
export class OperationsModule {}
