import { agencyName, MOVEMENT_TYPES, REASONS } from './prison.reference';
import type { Offender, PrisonMovement } from './prison.state';

const nanos = (at: string, sequence: number): string => `${at}.98078${sequence % 10}`;

/** A movement as the offender and bulk reads show it. */
export const movementView = ({ offenderNo }: Offender, movement: PrisonMovement): object => ({
  offenderNo,
  createDateTime: nanos(movement.createdAt, movement.sequence),
  ...(movement.fromAgency
    ? { fromAgency: movement.fromAgency, fromAgencyDescription: agencyName(movement.fromAgency) }
    : {}),
  ...(movement.toAgency ? { toAgency: movement.toAgency, toAgencyDescription: agencyName(movement.toAgency) } : {}),
  fromCity: '',
  toCity: '',
  movementType: movement.movementType,
  movementTypeDescription: MOVEMENT_TYPES[movement.movementType],
  directionCode: movement.directionCode,
  movementDate: movement.at.slice(0, 10),
  movementTime: movement.at.slice(11),
  movementReason: REASONS[movement.reasonCode] ?? movement.reasonCode,
  movementReasonCode: movement.reasonCode,
});

/** A movement as a booking's list shows it. */
export const bookingMovementView = (movement: PrisonMovement): object => ({
  sequence: movement.sequence,
  ...(movement.fromAgency ? { fromAgency: movement.fromAgency } : {}),
  ...(movement.toAgency ? { toAgency: movement.toAgency } : {}),
  movementType: movement.movementType,
  directionCode: movement.directionCode,
  movementDateTime: movement.at,
  movementReasonCode: movement.reasonCode,
  createdDateTime: movement.createdAt,
  ...(movement.modifiedAt ? { modifiedDateTime: movement.modifiedAt } : {}),
});
