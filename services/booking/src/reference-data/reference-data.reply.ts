import type * as api from '@throughcare/api/cas3/reference-data';
import type {
  Characteristic,
  DeliveryUnit,
  DepartureReason,
  Listed,
  LocalAuthorityArea,
  Region,
  Scoped,
} from './reference-data';

export const toRegion = ({ id, name, hptEmail }: Region): api.ProbationRegion => ({ id, name, hptEmail });
export const toDeliveryUnit = ({ id, name }: DeliveryUnit): api.ProbationDeliveryUnit => ({ id, name });
export const toLocalAuthorityArea = ({ id, identifier, name }: LocalAuthorityArea): api.LocalAuthorityArea => ({
  id,
  identifier,
  name,
});
export const toListed = ({ id, name, isActive }: Listed): api.ReferralRejectionReason => ({ id, name, isActive });
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
