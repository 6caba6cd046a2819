import type {
  Characteristic,
  DeliveryUnit,
  DepartureReason,
  Listed,
  LocalAuthorityArea,
  Region,
  Scoped,
} from './reference-data';

export const toRegion = ({ id, name, hptEmail }: Region) => ({ id, name, hptEmail });
export const toDeliveryUnit = ({ id, name }: DeliveryUnit) => ({ id, name });
export const toLocalAuthorityArea = ({ id, identifier, name }: LocalAuthorityArea) => ({ id, identifier, name });
export const toListed = ({ id, name, isActive }: Listed) => ({ id, name, isActive });
export const toScoped = ({ id, name, serviceScope, isActive }: Scoped) => ({ id, name, serviceScope, isActive });
export const toDepartureReason = (reason: DepartureReason) => ({
  ...toScoped(reason),
  parentReasonId: reason.parentReasonId,
});
export const toCharacteristic = ({ id, name, description }: Characteristic) => ({ id, name, description });
export const toCharacteristicPair = ({ name, description }: Characteristic) => ({ name, description });
