import { newId } from '@throughcare/events/ids';
import type { StaffMember } from '@throughcare/platform/staff';
import type { EntityManager } from 'typeorm';
import type { NewEstateAction } from './estate-action';
import { EstateAction } from './estate-action.entity';

/** One press of a button by a member of staff: everything that it does to a property and its bedspaces bears its id. */
export interface Click {
  readonly me: StaffMember;
  readonly now: Date;
  readonly transactionId: string;
}

export const clickOf = (me: StaffMember, now: Date): Click => ({ me, now, transactionId: newId() });

/** Keeps what was done, and by whom. */
export const recordAction = async (
  tx: EntityManager,
  { me, now, transactionId }: Click,
  place: { readonly premisesId: string; readonly bedspaceId: string | null },
  action: NewEstateAction,
): Promise<void> => {
  const { premisesId, bedspaceId } = place;
  await tx.insert(EstateAction, {
    id: newId(),
    premisesId,
    bedspaceId,
    transactionId,
    ...action,
    createdAt: now,
    createdByUserId: me.userId,
  });
};
