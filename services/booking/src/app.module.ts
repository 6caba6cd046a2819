import { Module } from '@nestjs/common';
import { MessagingModule } from '@throughcare/messaging/messaging.module';
import { BankHolidays } from '@throughcare/platform/bank-holidays';
import { CanaryEvents } from '@throughcare/platform/canary';
import { DatabaseModule } from '@throughcare/platform/database';
import { PeopleIndex, PeopleIndexEvents, PeopleIndexFeed } from '@throughcare/platform/lists';
import { ERASURE, ErasureEvents } from '@throughcare/platform/erasure';
import { ReferenceLists } from '@throughcare/platform/reference';
import { PeopleClient } from '@throughcare/platform/people';
import { NumberEvents, NUMBERS } from '@throughcare/platform/numbers';
import { Members, StaffDirectory } from '@throughcare/platform/staff';
import { StaffEvents } from '@throughcare/platform/staff/staff.events';
import { BedspaceController } from './bedspace/bedspace.controller';
import { ArchiveService } from './archive/archive.service';
import { BedspaceArchiveController } from './archive/bedspace-archive.controller';
import { EstateDay } from './archive/estate-day';
import { PremisesArchiveController } from './archive/premises-archive.controller';
import { bedspaces } from './bedspace/bedspace.aggregate';
import { Bedspace } from './bedspace/bedspace.entity';
import { BedspaceService } from './bedspace/bedspace.service';
import { BookingAction } from './booking/booking-action.entity';
import { BookingSearchController } from './list/booking-search.controller';
import { BookingSearchService } from './list/booking-search.service';
import { bookings } from './booking/booking.aggregate';
import { BookingController } from './booking/booking.controller';
import { Booking } from './booking/booking.entity';
import { FormerBed } from './booking/former-bed.entity';
import { BookingReader } from './booking/booking.reader';
import { BookingService } from './booking/booking.service';
import { MoveController, StayController } from './stay/stay.controller';
import { StayService } from './stay/stay.service';
import { CustodyEvents } from './custody/custody.events';
import { ReleaseDateEvents } from './custody/release-date.events';
import { AlertsController } from './alerts/alerts.controller';
import { AlertsService } from './alerts/alerts.service';
import { erase } from './erasure/erase';
import { numbers } from './custody/numbers';
import { EarlierAvailability } from './estate/earlier-availability.entity';
import { EstateAction } from './estate/estate-action.entity';
import { BookingListsService } from './list/booking-lists.service';
import { EstateHistoryController } from './list/estate-history.controller';
import { EstateHistoryService } from './list/estate-history.service';
import { HistoryService } from './list/history.service';
import { ListsController } from './list/lists.controller';
import { WaitingListService } from './list/waiting-list.service';
import { migrations } from './migrations';
import { PremisesController } from './properties/premises.controller';
import { properties } from './premises/premises.aggregate';
import { Premises } from './premises/premises.entity';
import { PremisesFinder } from './premises/premises.finder';
import { PremisesService } from './properties/premises.service';
import { ReferenceChangeController } from './reference-data/reference-change.controller';
import { ReferenceChangeService } from './reference-data/reference-change.service';
import { referenceItems } from './reference-data/reference-item.aggregate';
import { ReferenceItemRow } from './reference-data/reference-item.entity';
import { ReferenceDataController } from './reference-data/reference-data.controller';
import { PlacementService } from './referral/placement.service';
import { ReferralView } from './referral/referral-view.entity';
import { ReferralViewEvents } from './referral/referral-view.events';
import { RejectionEvents } from './rejection/rejection.events';
import { SUBJECT_RECORDS, SubjectAccessController } from '@throughcare/platform/subject-access';
import { subjectRecords } from './subject-access/subject-records';
import { CandidateList } from './search/candidates.service';
import { PlacementSearchService } from './search/placement-search.service';
import { SearchController } from './search/search.controller';
import { SearchService } from './search/search.service';
import { voids } from './void/void.aggregate';
import { VoidController } from './void/void.controller';
import { VoidBedspace } from './void/void.entity';
import { VoidService } from './void/void.service';

const entities = [
  Premises,
  Bedspace,
  Booking,
  BookingAction,
  FormerBed,
  ReferralView,
  ReferenceItemRow,
  EstateAction,
  EarlierAvailability,
  VoidBedspace,
];

@Module({
  imports: [
    DatabaseModule.forRoot({ schema: 'booking', entities, migrations }),
    MessagingModule.forRoot({
      source: 'booking',
      aggregates: [bookings, properties, bedspaces, voids, referenceItems],
    }),
  ],
  controllers: [
    ReferenceDataController,
    ReferenceChangeController,
    PremisesController,
    PremisesArchiveController,
    BedspaceArchiveController,
    // before the bedspaces, which would read `void-bedspaces` as an id
    VoidController,
    BedspaceController,
    SearchController,
    BookingSearchController,
    ListsController,
    EstateHistoryController,
    BookingController,
    StayController,
    MoveController,
    SubjectAccessController,
    ReferralViewEvents,
    RejectionEvents,
    CustodyEvents,
    ReleaseDateEvents,
    AlertsController,
    StaffEvents,
    PeopleIndexEvents,
    NumberEvents,
    ErasureEvents,
    CanaryEvents,
  ],
  providers: [
    { provide: SUBJECT_RECORDS, useValue: subjectRecords },
    { provide: NUMBERS, useValue: numbers },
    { provide: ERASURE, useValue: erase },
    { provide: Members, useExisting: StaffDirectory },
    PremisesFinder,
    BankHolidays,
    PeopleClient,
    PeopleIndex,
    PeopleIndexFeed,
    AlertsService,
    ReferenceChangeService,
    ReferenceLists,
    StaffDirectory,
    PremisesService,
    BedspaceService,
    VoidService,
    ArchiveService,
    EstateDay,
    SearchService,
    BookingService,
    BookingReader,
    BookingSearchService,
    StayService,
    PlacementService,
    BookingListsService,
    WaitingListService,
    HistoryService,
    EstateHistoryService,
    CandidateList,
    PlacementSearchService,
  ],
})
export class AppModule {}
