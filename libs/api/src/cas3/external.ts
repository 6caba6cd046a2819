import { z } from 'zod';
import { Day, Text, Uuid } from '../fields';
import { ApplicationStatus } from './application';
import { TemporaryAccommodationAssessmentStatus } from './assessment';
import { Cas3BookingStatus } from './booking';

/** For the single-accommodation service, which shows a person's way through all kinds of accommodation. */
export const Cas3StaffDto = z.object({ name: Text, username: Text, staffCode: Text }).meta({ id: 'Cas3StaffDto' });

export const Cas3ExternalLatestBookingDto = z
  .object({
    startDate: Day.nullable(),
    endDate: Day.nullable(),
    name: Text.nullable(),
    addressLine1: Text,
    addressLine2: Text.nullable(),
    town: Text.nullable(),
    postcode: Text,
  })
  .meta({ id: 'Cas3ExternalLatestBookingDto' });
export type Cas3ExternalLatestBookingDto = z.output<typeof Cas3ExternalLatestBookingDto>;

export const Cas3ExternalPreviousBookingCancellationDto = z
  .object({ cancellationDate: Day.nullable(), cancellationReason: Text.nullable() })
  .meta({ id: 'Cas3ExternalPreviousBookingCancellationDto' });

export const Cas3ExternalPreviousBookingDto = z
  .object({
    bookingStatus: Cas3BookingStatus.nullable(),
    cancellation: Cas3ExternalPreviousBookingCancellationDto.nullable(),
  })
  .meta({ id: 'Cas3ExternalPreviousBookingDto' });

export const Cas3SuitableApplication = z
  .object({
    id: Uuid,
    applicationStatus: ApplicationStatus,
    applicationSubmittedDate: Day.nullable(),
    applicationSubmittedBy: Cas3StaffDto,
    applicationRejectedReason: Text.nullable(),
    assessmentStatus: TemporaryAccommodationAssessmentStatus.nullable(),
    bookingStatus: Cas3BookingStatus.nullable(),
    bookingProvisionalOfferSentDate: Day.nullable(),
    previousBookings: z.array(Cas3ExternalPreviousBookingDto).nullable(),
    premises: Cas3ExternalLatestBookingDto.nullable(),
    uiUrl: Text,
  })
  .meta({ id: 'Cas3SuitableApplication' });
export type Cas3SuitableApplication = z.output<typeof Cas3SuitableApplication>;

export const Cas3ReferralHistory = z
  .object({
    type: z.literal('CAS3'),
    id: Uuid,
    applicationId: Uuid,
    applicationStatus: ApplicationStatus,
    assessmentStatus: TemporaryAccommodationAssessmentStatus.nullable(),
    date: Day,
    referralRejectionReason: Text.nullable(),
    referralRejectionReasonDetail: Text.nullable(),
    localAuthorityArea: Text.nullable(),
    pdu: Text.nullable(),
    referredBy: Cas3StaffDto,
    placementAddress: Text.nullable(),
    bookingStatus: Cas3BookingStatus.nullable(),
    uiUrl: Text,
  })
  .meta({ id: 'Cas3ReferralHistory' });
export type Cas3ReferralHistory = z.output<typeof Cas3ReferralHistory>;

export const Cas3UrlTemplates = z.object({ cas3ReferralStart: Text }).meta({ id: 'Cas3UrlTemplates' });
