import type { Cas3ReferralSummary, ReferralStage } from '@throughcare/api/cas3/application';
import type { Shown } from '@throughcare/platform/access';
import type { Sendable } from '@throughcare/platform/replies';
import { deliveryUnitOf } from '@throughcare/reference/regions';
import { toSummary, type ListedApplication } from '../application/application.reply';
import { referenceOf } from '../application/reference.rules';

export interface Listed extends ListedApplication {
  readonly createdByName: string | null;
  readonly referenceNumber: number | null;
  readonly requiredFrom: string | null;
  readonly placementPduId: string | null;
  readonly stage: ReferralStage;
}

/** A row of a list of referrals. */
export const toReferral = ({ row, person }: Shown<Listed>): Sendable<Cas3ReferralSummary> => ({
  ...toSummary(row, person),
  reference: row.referenceNumber === null ? null : referenceOf(row.referenceNumber),
  stage: row.stage,
  requiredFrom: row.requiredFrom,
  probationDeliveryUnitName: deliveryUnitOf(row.placementPduId)?.name ?? null,
  createdByName: row.createdByName,
});
