import type {
  Characteristic,
  DeliveryUnit,
  DepartureReason,
  Item,
  LocalAuthorityArea,
  ReferenceChange,
  ReferenceItem,
  Region,
  Scoped,
} from '@throughcare/reference/items';
import type * as api from '@throughcare/api/cas3/reference-data';

export const toRegion = ({ id, name, hptEmail }: Region): api.ProbationRegion => ({ id, name, hptEmail });
export const toDeliveryUnit = ({ id, name }: DeliveryUnit): api.ProbationDeliveryUnit => ({ id, name });
export const toLocalAuthorityArea = ({ id, identifier, name }: LocalAuthorityArea): api.LocalAuthorityArea => ({
  id,
  identifier,
  name,
});
export const toListed = ({ id, name, isActive }: Item): api.ReferralRejectionReason => ({ id, name, isActive });
export const toScoped = ({ id, name, serviceScope, isActive }: Scoped): api.MoveOnCategory => ({
  id,
  name,
  serviceScope,
  isActive,
});
export const toDepartureReason = (reason: DepartureReason): api.DepartureReason => ({
  ...toScoped(reason),
  parentReasonId: reason.parentReasonId,
});
export const toCharacteristic = ({ id, name, description }: Characteristic): api.Cas3PremisesCharacteristic => ({
  id,
  name,
  description,
});
export const toCharacteristicPair = ({ name, description }: Characteristic): api.Cas3CharacteristicPair => ({
  name,
  description,
});

const MEMBERS = [
  ...(['deliusCodes', 'hptEmail', 'probationRegionId', 'successorIds', 'identifier'] as const),
  ...(['serviceScope', 'parentReasonId', 'description'] as const),
];
/** Members that only the library knows stay there. */
export const toReferenceItem = (item: ReferenceItem): api.ReferenceItem => ({
  id: item.id,
  name: item.name,
  isActive: item.isActive,
  ...Object.fromEntries(MEMBERS.flatMap((member) => (item[member] === undefined ? [] : [[member, item[member]]]))),
});
export const toReferenceItemChange = ({ list, item, version }: ReferenceChange): api.ReferenceItemChange => ({
  list,
  item: toReferenceItem(item),
  version,
});
