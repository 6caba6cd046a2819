import { z } from 'zod';
import { Text, Uuid } from '../fields';

const name = z.string().meta({ examples: ['Name'] });

export const ProbationRegion = z
  .object({ id: Uuid, name, hptEmail: z.string().nullable() })
  .meta({ id: 'ProbationRegion' });
export type ProbationRegion = z.output<typeof ProbationRegion>;

export const ProbationDeliveryUnit = z.object({ id: Uuid, name }).meta({ id: 'ProbationDeliveryUnit' });
export type ProbationDeliveryUnit = z.output<typeof ProbationDeliveryUnit>;

export const LocalAuthorityArea = z
  .object({ id: Uuid, identifier: z.string().meta({ examples: ['E09000008'] }), name })
  .meta({ id: 'LocalAuthorityArea' });
export type LocalAuthorityArea = z.output<typeof LocalAuthorityArea>;

const listed = { id: Uuid, name, isActive: z.boolean() };
const scoped = { id: Uuid, name, serviceScope: z.string().meta({ examples: ['*'] }), isActive: z.boolean() };

export const DepartureReason = z.object({ ...scoped, parentReasonId: Uuid.nullable() }).meta({ id: 'DepartureReason' });
export type DepartureReason = z.output<typeof DepartureReason>;

export const MoveOnCategory = z.object(scoped).meta({ id: 'MoveOnCategory' });
export type MoveOnCategory = z.output<typeof MoveOnCategory>;

export const CancellationReason = z.object(scoped).meta({ id: 'CancellationReason' });
export type CancellationReason = z.output<typeof CancellationReason>;

export const ReferralRejectionReason = z.object(listed).meta({ id: 'ReferralRejectionReason' });
export type ReferralRejectionReason = z.output<typeof ReferralRejectionReason>;

export const NonArrivalReason = z.object(listed).meta({ id: 'NonArrivalReason' });
export type NonArrivalReason = z.output<typeof NonArrivalReason>;

export const Characteristic = z
  .object({
    id: Uuid,
    name,
    serviceScope: z.enum(['approved-premises', 'temporary-accommodation', '*']),
    modelScope: z.enum(['premises', 'room', '*']),
    propertyName: z.string().nullable(),
  })
  .meta({ id: 'Characteristic', description: 'Of the older API; always null here.' });

export const Cas3PremisesCharacteristic = z
  .object({ id: Uuid, name, description: Text })
  .meta({ id: 'Cas3PremisesCharacteristic' });
export type Cas3PremisesCharacteristic = z.output<typeof Cas3PremisesCharacteristic>;

export const Cas3BedspaceCharacteristic = z
  .object({ id: Uuid, name, description: Text })
  .meta({ id: 'Cas3BedspaceCharacteristic' });
export type Cas3BedspaceCharacteristic = z.output<typeof Cas3BedspaceCharacteristic>;

export const Cas3CharacteristicPair = z.object({ name, description: Text }).meta({ id: 'Cas3CharacteristicPair' });
export type Cas3CharacteristicPair = z.output<typeof Cas3CharacteristicPair>;

export const Cas3ReferenceData = z
  .object({ id: Uuid, name, description: Text.optional() })
  .meta({ id: 'Cas3ReferenceData', description: 'Reasons of voids have no description.' });
export type Cas3ReferenceData = z.output<typeof Cas3ReferenceData>;

export const ReferenceItem = z
  .object({
    id: Uuid,
    name,
    isActive: z.boolean(),
    deliusCodes: z.array(z.string()).optional(),
    hptEmail: z.string().nullable().optional(),
    probationRegionId: Uuid.optional(),
    successorIds: z.array(Uuid).optional(),
    identifier: z.string().optional(),
    serviceScope: z.string().optional(),
    parentReasonId: Uuid.nullable().optional(),
    description: Text.optional(),
  })
  .meta({ id: 'ReferenceItem', description: 'An item of any list, with the members that its list has.' });
export type ReferenceItem = z.output<typeof ReferenceItem>;

export const ReferenceItemChange = z
  .object({ list: z.string(), item: ReferenceItem, version: z.int().min(1) })
  .meta({ id: 'ReferenceItemChange', description: 'An item as it is since it was last changed.' });
export type ReferenceItemChange = z.output<typeof ReferenceItemChange>;
