import { z } from 'zod';
import { Text, Uuid } from '../fields';
import { ProbationDeliveryUnit, ProbationRegion } from './reference-data';

const user = {
  service: z.literal('CAS3'),
  id: Uuid,
  name: z.string().meta({ examples: ['Cast One'] }),
  deliusUsername: z.string().meta({ examples: ['CAST_01'] }),
  email: Text.nullable(),
  telephoneNumber: Text.nullable(),
  isActive: z.boolean(),
  region: ProbationRegion,
  probationDeliveryUnit: ProbationDeliveryUnit.nullable(),
  roles: z.array(z.enum(['assessor', 'referrer', 'reporter', 'admin'])),
};

export const TemporaryAccommodationUser = z.object(user).meta({ id: 'TemporaryAccommodationUser' });
export type TemporaryAccommodationUser = z.output<typeof TemporaryAccommodationUser>;

/** The same with what services need to tell nDelius who did something. */
export const ProfileUser = z
  .object({ ...user, staffCode: Text.nullable(), probationRegionCode: Text.nullable() })
  .meta({ id: 'ProfileUser' });

export const ProfileResponse = z
  .object({
    deliusUsername: user.deliusUsername,
    loadError: z.literal('staff_record_not_found').nullable(),
    user: ProfileUser.nullable(),
    unsupportedProbationRegion: Text.nullable().optional(),
  })
  .meta({ id: 'ProfileResponse' });
export type ProfileResponse = z.output<typeof ProfileResponse>;

export const StaffRolesSet = z
  .object({
    username: z.string().meta({ examples: ['CAST_01'] }),
    roles: z.array(z.enum(['CAS3_REFERRER', 'CAS3_ASSESSOR', 'CAS3_REPORTER', 'CAS3_ADMIN'])),
  })
  .meta({ id: 'StaffRolesSet' });
export type StaffRolesSet = z.output<typeof StaffRolesSet>;

/** Whether a member of staff is written to about their referrals. */
export const NotificationChoice = z.object({ email: z.boolean() }).meta({ id: 'NotificationChoice' });
export type NotificationChoice = z.output<typeof NotificationChoice>;

/** Who has an assessment now. */
export const Reallocation = z
  .object({ taskType: z.literal('Assessment'), user: TemporaryAccommodationUser })
  .meta({ id: 'Reallocation' });
export type Reallocation = z.output<typeof Reallocation>;
