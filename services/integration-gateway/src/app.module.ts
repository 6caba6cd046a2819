import { Module } from '@nestjs/common';
import { MessagingModule } from '@throughcare/messaging/messaging.module';
import { CanaryEvents } from '@throughcare/platform/canary';
import { DatabaseModule } from '@throughcare/platform/database';
import { ReferenceEvents, ReferenceLists } from '@throughcare/platform/reference';
import { OperationsModule } from '@throughcare/platform/operations';
import { Members } from '@throughcare/platform/staff';
import { AlertsClient } from './alerts/alerts.client';
import { ApiDocumentController } from './api-document.controller';
import { CanaryService } from './canary/canary.service';
import { CanaryTask } from './canary/canary-task';
import { HmppsCanary } from './canary/hmpps-canary';
import { CaseloadsClient } from './caseloads/caseloads.client';
import { CustodyService } from './custody/custody.service';
import { CustodyNumbers } from './custody/custody-numbers';
import { ReleaseDatesService } from './custody/release-dates.service';
import { MovementChecksService } from './movement-checks/movement-checks.service';
import { DetailReadsService } from './hmpps-out/detail-reads.service';
import { EventDetailController } from './hmpps-out/event-detail.controller';
import { EventDetail } from './public-events/event-detail.entity';
import { EventDetailService } from './public-events/event-detail.service';
import { FollowedRisksService } from './followed-risks/followed-risks.service';
import { followedRisks } from './followed-risks/followed-risk.aggregate';
import { FollowedRisk } from './followed-risks/followed-risk.entity';
import { HmppsOutEvents } from './hmpps-out/hmpps-out.events';
import { PublicLinks } from './hmpps-out/public-links';
import { HmppsOutService } from './hmpps-out/hmpps-out.service';
import { ConfirmationService } from './identity/confirmation.service';
import { ErasuresService } from './identity/erasures.service';
import { IdentityService } from './identity/identity.service';
import { InboundService } from './inbound/inbound.service';
import { InboundTasks } from './inbound/inbound-tasks';
import { QueueChecks } from './inbound/queue-checks';
import { QuarantineService } from './inbound/quarantine.service';
import { BookingAccess } from './ledger/booking-access';
import { Dispatcher } from './ledger/sending/dispatcher';
import { LedgerService } from './ledger/ledger.service';
import { LedgerTasks } from './ledger/sending/ledger-tasks';
import { MergedLinesService } from './ledger/merged-lines.service';
import { SnsPublisher } from './ledger/sending/sns-publisher';
import { LedgerInstruments } from './ledger/ledger-instruments';
import { SyncDeskService } from './ledger/sync-desk.service';
import { SyncController } from './ledger/sync.controller';
import { SyncOperation } from './ledger/sync-operation.entity';
import { migrations } from './migrations';
import { NdeliusClient } from './ndelius/ndelius.client';
import { NotificationChoiceController } from './notifications/notification-choice.controller';
import { NotificationEvents } from './notifications/notifications.events';
import { NotificationsService } from './notifications/notifications.service';
import { NotifyClient } from './notifications/notify.client';
import { EdgeController } from './operations/edge.controller';
import { EdgeInstruments } from './operations/edge-instruments';
import { HmppsConsumersController } from './operations/hmpps-consumers.controller';
import { HmppsMessagesController } from './operations/hmpps-messages.controller';
import { OperatorAudit } from './operations/operator-audit';
import { PersonKeysController } from './operations/person-keys.controller';
import { QuarantineController } from './operations/quarantine.controller';
import { QueueAdminController } from './operations/queue-admin.controller';
import { SyncOperationsController } from './operations/sync-operations.controller';
import { QueuesService } from './operations/queues.service';
import { CustodyRecordsController } from './custody-records/custody-records.controller';
import { OasysClient } from './oasys/oasys.client';
import { OasysController } from './oasys/oasys.controller';
import { OasysService } from './oasys/oasys.service';
import { OffencesController } from './offences/offences.controller';
import { KnownPeopleService } from './people/known-people.service';
import { KnownDetails } from './people/known-details';
import { knownDetails } from './people/known-details.aggregate';
import { KnownDetailsRow } from './people/known-details.entity';
import { PeopleIndexController } from './people/people-index.controller';
import { PeopleController } from './people/people.controller';
import { PlacesService } from './people/places.service';
import { PeopleService } from './people/people.service';
import { PrisonApiClient } from './prison-api/prison-api.client';
import { canaries } from './canary/canary.aggregate';
import { CanaryRow } from './canary/canary.entity';
import { custodyPeople } from './custody/custody-person.aggregate';
import { CustodyPerson } from './custody/custody-person.entity';
import { links, merges } from './identity/identity.aggregate';
import { IdentityLink } from './identity/identity-link.entity';
import { IdentityMerge } from './identity/identity-merge.entity';
import { operations } from './ledger/operations.aggregate';
import { RisksService } from './risk/risks.service';
import { RisksController } from './risk/risks.controller';
import { StaffController } from './staff/staff.controller';
import { staffMembers } from './staff/staff.aggregate';
import { StaffRecord } from './staff/staff-member.entity';
import { StaffSeed } from './staff/staff-seed';
import { StaffService } from './staff/staff.service';
import { TierClient } from './tier/tier.client';
import { upstreamTokens } from './upstream/upstream-tokens';

const aggregates = [custodyPeople, staffMembers, links, merges, operations, canaries, followedRisks, knownDetails];
const entities = [
  EventDetail,
  SyncOperation,
  StaffRecord,
  CustodyPerson,
  IdentityLink,
  IdentityMerge,
  CanaryRow,
  FollowedRisk,
  KnownDetailsRow,
];

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'gateway',
      entities,
      migrations,
      poolSize: 15,
    }),
    MessagingModule.forRoot({ source: 'integration-gateway', aggregates }),
    OperationsModule,
  ],
  controllers: [
    PeopleController,
    PeopleIndexController,
    OffencesController,
    CustodyRecordsController,
    OasysController,
    RisksController,
    StaffController,
    EventDetailController,
    SyncController,
    HmppsOutEvents,
    NotificationEvents,
    NotificationChoiceController,
    CanaryEvents,
    ReferenceEvents,
    QueueAdminController,
    HmppsMessagesController,
    HmppsConsumersController,
    QuarantineController,
    PersonKeysController,
    EdgeController,
    SyncOperationsController,
    ApiDocumentController,
  ],
  providers: [
    { provide: Members, useExisting: StaffService },
    ReferenceLists,
    upstreamTokens,
    NdeliusClient,
    PrisonApiClient,
    CaseloadsClient,
    SnsPublisher,
    OasysClient,
    TierClient,
    AlertsClient,
    KnownPeopleService,
    OasysService,
    RisksService,
    FollowedRisksService,
    ErasuresService,
    KnownDetails,
    IdentityService,
    ConfirmationService,
    PlacesService,
    PeopleService,
    StaffService,
    StaffSeed,
    CustodyService,
    CustodyNumbers,
    ReleaseDatesService,
    QuarantineService,
    InboundService,
    MovementChecksService,
    QueuesService,
    QueueChecks,
    OperatorAudit,
    EdgeInstruments,
    EventDetailService,
    PublicLinks,
    DetailReadsService,
    HmppsOutService,
    BookingAccess,
    LedgerService,
    MergedLinesService,
    LedgerInstruments,
    SyncDeskService,
    Dispatcher,
    CanaryService,
    HmppsCanary,
    NotifyClient,
    NotificationsService,
    LedgerTasks,
    InboundTasks,
    CanaryTask,
  ],
})
export class AppModule {}
