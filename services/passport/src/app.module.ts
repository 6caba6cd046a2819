import { Module } from '@nestjs/common';
import { MessagingModule } from '@throughcare/messaging/messaging.module';
import { CanaryEvents } from '@throughcare/platform/canary';
import { DatabaseModule } from '@throughcare/platform/database';
import { ERASURE, ErasureEvents } from '@throughcare/platform/erasure';
import { AccommodationFact, IgnoredEvent } from './accommodation/accommodation.entity';
import { AccommodationEvents } from './accommodation/accommodation.events';
import { CustodyEvent } from './custody/custody.entity';
import { CustodyEvents } from './custody/custody.events';
import { erase } from './erasure/erase';
import { migrations } from './migrations';
import { CaseNote, PathwayChange, PathwayStatus } from './pathway/pathway.entity';
import { pathways } from './pathway/pathway.aggregate';
import { PathwayController } from './pathway/pathway.controller';
import { PathwayService } from './pathway/pathway.service';
import { people } from './person/person.aggregate';
import { Person } from './person/person.entity';
import { IdentityEvents } from './passport/identity.events';
import { PersonController } from './passport/person.controller';
import { PersonService } from './passport/person.service';
import { PrisonerDetails } from './person/prisoner-details.client';

const entities = [Person, PathwayStatus, PathwayChange, CaseNote, AccommodationFact, IgnoredEvent, CustodyEvent];

@Module({
  imports: [
    DatabaseModule.forRoot({ schema: 'passport', entities, migrations }),
    MessagingModule.forRoot({ source: 'passport', aggregates: [people, pathways] }),
  ],
  controllers: [
    PersonController,
    PathwayController,
    AccommodationEvents,
    CustodyEvents,
    IdentityEvents,
    ErasureEvents,
    CanaryEvents,
  ],
  providers: [{ provide: ERASURE, useValue: erase }, PersonService, PathwayService, PrisonerDetails],
})
export class AppModule {}
