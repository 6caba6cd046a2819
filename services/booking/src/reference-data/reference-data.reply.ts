import type {
  Characteristic,
  DeliveryUnit,
  DepartureReason,
  Item,
  LocalAuthorityArea,
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
