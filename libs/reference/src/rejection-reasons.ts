import rows from './rejection-reasons.json';
import { byId } from './regions';

/** Why a referral is rejected. An inactive reason stays readable where it was chosen. */
export interface RejectionReason {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}

export const rejectionReasons: readonly RejectionReason[] = rows;
export const rejectionReasonOf = byId(rejectionReasons);
