import type { EventDefinition } from './define-event';
import { AssessmentAllocated } from './assessment-allocated.v1';
import { AssessmentClosed } from './assessment-closed.v1';
import { AssessmentDeallocated } from './assessment-deallocated.v1';
import { AssessmentReadyToPlace } from './assessment-ready-to-place.v1';
import { AssessmentRejected } from './assessment-rejected.v1';
import { BookingCancelled } from './booking-cancelled.v1';
import { BookingCancelledUpdated } from './booking-cancelled-updated.v1';
import { BookingConfirmed } from './booking-confirmed.v1';
import { BookingDatesChanged } from './booking-dates-changed.v1';
import { BookingExtended } from './booking-extended.v1';
import { BookingProvisionallyMade } from './booking-provisionally-made.v1';
import { BookingTurnaroundChanged } from './booking-turnaround-changed.v1';
import { IdentityLinked } from './identity-linked.v1';
import { NotificationOutcome } from './notification-outcome.v1';
import { OpsCanary } from './ops-canary.v1';
import { OverstayRecorded } from './overstay-recorded.v1';
import { PathwayUpdated } from './pathway-updated.v1';
import { PersonArrivalUndone } from './person-arrival-undone.v1';
import { PersonArrived } from './person-arrived.v1';
import { PersonArrivedUpdated } from './person-arrived-updated.v1';
import { PersonDeparted } from './person-departed.v1';
import { PersonDepartedUpdated } from './person-departed-updated.v1';
import { PersonDetailsChanged } from './person-details-changed.v1';
import { PersonDied } from './person-died.v1';
import { PersonErased } from './person-erased.v1';
import { PersonMerged } from './person-merged.v1';
import { PersonMoved } from './person-moved.v1';
import { PersonNotArrived } from './person-not-arrived.v1';
import { PersonReceived } from './person-received.v1';
import { PersonReleased } from './person-released.v1';
import { PersonUnmerged } from './person-unmerged.v1';
import { ReferralSubmitted } from './referral-submitted.v1';
import { ReferralAmended } from './referral-amended.v1';
import { ReferralWithdrawn } from './referral-withdrawn.v1';
import { StaffUpdated } from './staff-updated.v1';
import { SyncApplied } from './sync-applied.v1';
import { SyncDoubted } from './sync-doubted.v1';
import { SyncParked } from './sync-parked.v1';
import { DraftReferralDeletedByHand } from './draft-referral-deleted.v1';
import { DraftReferralDeleted } from './draft-referral-deleted.v2';
import { AssessmentUpdated } from './assessment-updated.v1';
import { ReferenceChanged } from './reference-changed.v1';
import { PremisesUpdated } from './premises-updated.v1';
import { PremisesArchived } from './premises-archived.v1';
import { PremisesUnarchived } from './premises-unarchived.v1';
import { BedspaceUpdated } from './bedspace-updated.v1';
import { BedspaceAvailabilityChanged } from './bedspace-availability-changed.v1';
import { BedspaceArchived } from './bedspace-archived.v1';
import { BedspaceUnarchived } from './bedspace-unarchived.v1';
import { BedspaceVoided } from './bedspace-voided.v1';
import { BedspaceVoidedUpdated } from './bedspace-voided-updated.v1';
import { BedspaceVoidCancelled } from './bedspace-void-cancelled.v1';
import { ReferralRiskChanged } from './referral-risk-changed.v1';
import { ReleaseDateChanged } from './release-date-changed.v1';
import { RiskSourceChanged } from './risk-source-changed.v1';

/** Every event and version there is, in the order a journey meets them. */
export const catalogue: readonly EventDefinition[] = [
  StaffUpdated,
  IdentityLinked,
  PersonDied,
  PersonErased,
  PersonMerged,
  PersonUnmerged,
  PersonDetailsChanged,
  DraftReferralDeletedByHand,
  DraftReferralDeleted,
  ReferralSubmitted,
  ReferralAmended,
  ReferralWithdrawn,
  AssessmentAllocated,
  AssessmentDeallocated,
  AssessmentReadyToPlace,
  AssessmentRejected,
  AssessmentClosed,
  AssessmentUpdated,
  BookingProvisionallyMade,
  BookingConfirmed,
  BookingCancelled,
  BookingCancelledUpdated,
  PersonReleased,
  PersonReceived,
  PersonArrived,
  PersonArrivedUpdated,
  PersonArrivalUndone,
  PersonMoved,
  PersonNotArrived,
  BookingDatesChanged,
  BookingExtended,
  OverstayRecorded,
  BookingTurnaroundChanged,
  PersonDeparted,
  PersonDepartedUpdated,
  PathwayUpdated,
  SyncApplied,
  SyncDoubted,
  SyncParked,
  OpsCanary,
  ReferenceChanged,
  PremisesUpdated,
  PremisesArchived,
  PremisesUnarchived,
  BedspaceUpdated,
  BedspaceAvailabilityChanged,
  BedspaceArchived,
  BedspaceUnarchived,
  BedspaceVoided,
  BedspaceVoidedUpdated,
  BedspaceVoidCancelled,
  ReferralRiskChanged,
  ReleaseDateChanged,
  RiskSourceChanged,
  NotificationOutcome,
];

/** The newest version of each event. */
export const newestVersions: readonly EventDefinition[] = catalogue.filter(
  ({ type, version }) => !catalogue.some((other) => other.type === type && other.version > version),
);

const byDataschema = new Map(catalogue.map((definition) => [definition.dataschema, definition]));

/** The contract of a received event, or undefined when this build does not know its type and version. */
export const definitionOf = (dataschema: string) => byDataschema.get(dataschema);
