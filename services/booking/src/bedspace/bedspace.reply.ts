import type { Cas3Bedspace, Cas3Bedspaces } from '@throughcare/api/cas3/bedspace';
import type { Day } from '@throughcare/base/calendar';
import { archiveHistory, type EarlierPeriod } from '../estate/availability.rules';
import { bedspaceCharacteristicOf, known } from '../reference-data/reference-data';
import { toCharacteristic } from '../reference-data/reference-data.reply';
import type { Bedspace } from './bedspace.entity';
import { bedspaceStatus, countByStatus } from './bedspace.rules';

/** `Cas3Bedspace` of the public API. Its start date is the first ever; the current one shows as the scheduled return. */
export const toBedspace = (bedspace: Bedspace, earlier: readonly EarlierPeriod[], today: Day): Cas3Bedspace => ({
  id: bedspace.id,
  reference: bedspace.reference,
  startDate: bedspace.createdDate,
  status: bedspaceStatus(bedspace, today),
  endDate: bedspace.endDate,
  scheduleUnarchiveDate: bedspace.startDate > today ? bedspace.startDate : null,
  notes: bedspace.notes,
  characteristics: null,
  bedspaceCharacteristics: bedspace.characteristicIds.map((id) =>
    toCharacteristic(known(bedspaceCharacteristicOf(id))),
  ),
  archiveHistory: archiveHistory({ ...bedspace, earlier }, today),
});

/** `Cas3Bedspaces`. */
export const toBedspaces = (
  bedspaces: readonly Bedspace[],
  earlierOf: (bedspaceId: string) => readonly EarlierPeriod[],
  today: Day,
): Cas3Bedspaces => ({
  bedspaces: bedspaces.map((bedspace) => toBedspace(bedspace, earlierOf(bedspace.id), today)),
  ...countByStatus(bedspaces, today),
});
