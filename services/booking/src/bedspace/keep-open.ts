import { londonDate } from '@throughcare/base/calendar';
import { conflict } from '@throughcare/base/errors';
import { changeLocked, updateBookkeeping } from '@throughcare/messaging/aggregate';
import type { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { EntityManager } from 'typeorm';
import { recordAction, type Click } from '../estate/click';
import { premisesUpdated } from '../premises/premises-event.rules';
import { properties } from '../premises/premises.aggregate';
import type { Premises } from '../premises/premises.entity';
import { staffBlock } from '../staff-block';
import { bedspaces } from './bedspace.aggregate';

/**
 * A property that is to be archived stays open when it gets another bedspace; its other bedspaces keep what was planned for them. One that
 * is archived gets none. The caller holds the lock of the property.
 */
export const keepOpen = async (
  work: UnitOfWork,
  tx: EntityManager,
  premises: Premises,
  click: Click,
): Promise<void> => {
  const { id, startDate, endDate } = premises;
  if (endDate === null) return;
  if (endDate <= londonDate(click.now))
    throw conflict('PREMISES_ARCHIVED', {
      detail: `The property was archived on ${endDate}. Make it online first: ${id}`,
    });
  const own = { endsWithPremises: false, ownEndDate: null };
  await updateBookkeeping(tx, bedspaces, { premisesId: id, endsWithPremises: true }, own);
  const action = { kind: 'premises-archive-cancelled', details: { startDate, endDate: null } } as const;
  await changeLocked(work, properties, premises, {
    changes: { endDate: null, updatedAt: click.now },
    events: [premisesUpdated({ ...premises, endDate: null }, click.now, staffBlock(click.me))],
    also: () => recordAction(tx, click, { premisesId: id, bedspaceId: null }, action),
  });
};
