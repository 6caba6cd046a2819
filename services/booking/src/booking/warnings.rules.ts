import type { BookingWarning } from '@throughcare/api/cas3/booking';
import { nights, type Day } from '@throughcare/base/calendar';
import { isOverdue } from '../occupancy/occupancy.rules';
import type { Booking } from './booking.entity';

/** What is known beside the booking. */
export interface Surroundings {
  /** Of the referral, as far as we were told; null when the booking has none. */
  readonly referralStatus: string | null;
  readonly requiredFrom: Day | null;
  readonly releaseDate: Day | null;
  /** The day on which the person went into custody, where they are there. */
  readonly inCustodySince: Day | null;
  /** The day on which the person died in custody. */
  readonly diedOn: Day | null;
  /** The release date that the prison has now; null in it: none. Null: it was never heard of, or the person has left. */
  readonly prisonDate: { readonly day: Day | null } | null;
  /** What staff have dealt with, by `alert`. */
  readonly dismissed: readonly string[];
  /** Another booking of the person for some of the same days, as after a merge of two records. */
  readonly overlaps: { readonly id: string } | undefined;
}

type Subject = Pick<Booking, 'status' | 'arrivalDate' | 'departureDate'>;

const isPlan = ({ status }: Subject): boolean => status === 'provisional' || status === 'confirmed';

const aboutDates = (booking: Subject, { requiredFrom, releaseDate }: Surroundings): BookingWarning[] => {
  const { arrivalDate } = booking;
  if (!isPlan(booking)) return [];
  if (requiredFrom !== null && requiredFrom < arrivalDate) {
    const gap = nights(requiredFrom, arrivalDate);
    return [
      {
        code: 'BED_NEEDED_EARLIER',
        alert: `needed-${requiredFrom}-${arrivalDate}`,
        detail: `The person needs a bed from ${requiredFrom} and the booking begins on ${arrivalDate}: ${gap} ${gap === 1 ? 'night' : 'nights'} without a bed. Book from the earlier day, or agree with the practitioner where the person stays until then`,
      },
    ];
  }
  if (releaseDate !== null && releaseDate > arrivalDate)
    return [
      {
        code: 'RELEASE_AFTER_ARRIVAL',
        alert: `release-${releaseDate}-${arrivalDate}`,
        detail: `The release date is ${releaseDate}, after the booking begins on ${arrivalDate}. Cancel the booking and make another one from the later day`,
      },
    ];
  return [];
};

const aboutPerson = (booking: Subject, { inCustodySince, overlaps }: Surroundings): BookingWarning[] => [
  ...(booking.status === 'arrived' && inCustodySince !== null && inCustodySince >= booking.arrivalDate
    ? [
        {
          code: 'BACK_IN_CUSTODY' as const,
          alert: `custody-${inCustodySince}`,
          detail: `The prison has recorded that the person is in custody since ${inCustodySince}. Ask the practitioner, then record the departure`,
        },
      ]
    : []),
  ...(overlaps
    ? [
        {
          code: 'OTHER_BOOKING_OVERLAPS' as const,
          alert: `overlaps-${overlaps.id}`,
          detail: `The person has another booking for some of these days. Cancel one of them, or record the departure from one: ${overlaps.id}`,
        },
      ]
    : []),
];

const aboutDeath = (booking: Subject, { diedOn }: Surroundings): BookingWarning[] =>
  diedOn === null || !(isPlan(booking) || booking.status === 'arrived')
    ? []
    : [
        {
          code: 'PERSON_DIED',
          alert: `died-${diedOn}`,
          detail: `The prison has recorded that the person died on ${diedOn}. Check with the practitioner, then cancel the booking, or record the departure`,
        },
      ];

/** Of a booking with a referral, any other day than the referral's is news; of one without, a day after it begins. */
const aboutPrisonDate = (booking: Subject, { prisonDate, releaseDate }: Surroundings): BookingWarning[] => {
  if (!isPlan(booking) || prisonDate === null) return [];
  const { day } = prisonDate;
  const isNews = releaseDate === null ? day !== null && day > booking.arrivalDate : day !== releaseDate;
  if (!isNews) return [];
  const says = day === null ? 'no release date any more' : `the release date ${day}`;
  const before =
    releaseDate === null ? `the booking begins on ${booking.arrivalDate}` : `the referral says ${releaseDate}`;
  return [
    {
      code: 'RELEASE_DATE_CHANGED',
      alert: `prison-date-${day ?? 'none'}`,
      detail: `The prison has ${says}, and ${before}. Check with the practitioner, then change the dates of the referral and of the booking`,
    },
  ];
};

/** What somebody has to do about a booking, in plain words; nothing is decided by it, and it goes away when what it is about is put right. */
export const warningsOf = (booking: Subject, around: Surroundings, today: Day): BookingWarning[] =>
  allWarnings(booking, around, today).filter(({ alert }) => !around.dismissed.includes(alert ?? ''));

const allWarnings = (booking: Subject, around: Surroundings, today: Day): BookingWarning[] => [
  ...(isOverdue(booking, today)
    ? [
        {
          code: 'DEPARTURE_OVERDUE' as const,
          alert: `overdue-${booking.departureDate}`,
          detail: `The person was to leave on ${booking.departureDate}. Record the departure or extend the stay: until then the bedspace is held`,
        },
      ]
    : []),
  ...(booking.status === 'provisional' && around.referralStatus !== null && around.referralStatus !== 'ready_to_place'
    ? [
        {
          code: 'REFERRAL_NOT_READY_TO_PLACE' as const,
          alert: `referral-${around.referralStatus}`,
          detail: `The referral is ${around.referralStatus.replaceAll('_', ' ')}. Cancel the booking or make the referral ready to place again`,
        },
      ]
    : []),
  ...aboutDeath(booking, around),
  ...aboutDates(booking, around),
  ...aboutPrisonDate(booking, around),
  ...aboutPerson(booking, around),
];
