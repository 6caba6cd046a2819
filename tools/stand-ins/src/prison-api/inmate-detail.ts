import { agencyName } from './prison.reference';
import { currentBooking, type Booking, type Offender } from './prison.state';

const ageOn = (dateOfBirth: string, day: string): number =>
  Number(day.slice(0, 4)) - Number(dateOfBirth.slice(0, 4)) - (day.slice(5) < dateOfBirth.slice(5) ? 1 : 0);

const STATUS = { IN: 'ACTIVE IN', OUT: 'ACTIVE OUT', TRN: 'INACTIVE TRN' } as const;

export const statusOf = ({ activeFlag, inOutStatus }: Booking): string =>
  inOutStatus === 'OUT' && !activeFlag ? 'INACTIVE OUT' : STATUS[inOutStatus];

const placeOf = ({ agencyId, inOutStatus, activeFlag, latestLocationId }: Booking): string =>
  inOutStatus === 'OUT' && !activeFlag
    ? `Outside - released from ${agencyName(latestLocationId).toUpperCase()}`
    : agencyName(agencyId);

const livingUnit = ({ agencyId, bookingId }: Booking): object =>
  agencyId === 'OUT' || agencyId === 'TRN'
    ? { agencyId, agencyName: agencyName(agencyId) }
    : {
        agencyId,
        locationId: bookingId % 30_000,
        description: `${(bookingId % 4) + 1}-${(bookingId % 3) + 1}-0${(bookingId % 80) + 10}`,
        agencyName: agencyName(agencyId),
      };

/** The short form of a booking (`basicInfo=true`). */
export const basicDetail = (offender: Offender, booking: Booking): object => ({
  offenderNo: offender.offenderNo,
  bookingId: booking.bookingId,
  bookingNo: booking.bookingNo,
  offenderId: offender.offenderId,
  rootOffenderId: offender.offenderId,
  firstName: offender.firstName,
  lastName: offender.lastName,
  dateOfBirth: offender.dateOfBirth,
  activeFlag: booking.activeFlag,
  agencyId: booking.agencyId,
  alertsCodes: [],
  activeAlertCount: 0,
  inactiveAlertCount: 0,
});

/** Everything the prison holds about a person; without a booking only who they are. */
export const inmateDetail = (offender: Offender, day: string, of = currentBooking(offender)): object => {
  const person = {
    offenderNo: offender.offenderNo,
    offenderId: offender.offenderId,
    rootOffenderId: offender.offenderId,
    firstName: offender.firstName,
    ...(offender.middleName ? { middleName: offender.middleName } : {}),
    lastName: offender.lastName,
    dateOfBirth: offender.dateOfBirth,
    age: ageOn(offender.dateOfBirth, day),
    activeFlag: of?.activeFlag ?? false,
    physicalAttributes: {
      sexCode: offender.gender[0],
      gender: offender.gender,
      ...(offender.ethnicity ? { ethnicity: offender.ethnicity } : {}),
    },
    identifiers: offender.merged.map((value) => ({ type: 'MERGED', value, offenderNo: offender.offenderNo })),
  };
  if (!of) return person;
  return {
    ...person,
    ...basicDetail(offender, of),
    assignedLivingUnit: livingUnit(of),
    inOutStatus: of.inOutStatus,
    status: statusOf(of),
    statusReason: `${of.lastMovementTypeCode}-${of.lastMovementReasonCode}`,
    lastMovementTypeCode: of.lastMovementTypeCode,
    lastMovementReasonCode: of.lastMovementReasonCode,
    legalStatus: of.recall ? 'RECALL' : 'SENTENCED',
    recall: of.recall,
    imprisonmentStatus: 'SENT03',
    imprisonmentStatusDescription: 'Adult Imprisonment Without Option CJA03',
    receptionDate: of.receptionDate,
    locationDescription: placeOf(of),
    latestLocationId: of.latestLocationId,
    sentenceDetail: { bookingId: of.bookingId, ...of.dates },
  };
};
