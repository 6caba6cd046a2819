import { z } from 'zod';
import type { StaffRole } from './member';
import type { StaffRow } from './table';

/** What of `GET /profile/v2` tells who someone is. The last two are additions of our gateway to the public route. */
export const Profile = z.object({
  deliusUsername: z.string(),
  user: z
    .object({
      id: z.uuid(),
      name: z.string(),
      deliusUsername: z.string(),
      region: z.object({ id: z.uuid() }).nullish(),
      roles: z.array(z.string()),
      isActive: z.boolean().nullish(),
      probationDeliveryUnit: z.object({ id: z.uuid() }).nullish(),
      staffCode: z.string().nullish(),
      probationRegionCode: z.string().nullish(),
    })
    .nullish(),
});

const ROLES: Readonly<Record<string, StaffRole>> = {
  referrer: 'CAS3_REFERRER',
  assessor: 'CAS3_ASSESSOR',
  reporter: 'CAS3_REPORTER',
  admin: 'CAS3_ADMIN',
};

/** The row for a profile; undefined when nDelius has no staff record of that name. */
export const staffRowOf = ({ user }: z.output<typeof Profile>): StaffRow | undefined => {
  if (!user) return undefined;
  const { region, probationDeliveryUnit: pdu, staffCode, probationRegionCode: regionCode } = user;
  return {
    userId: user.id,
    username: user.deliusUsername.toUpperCase(),
    name: user.name,
    ...(staffCode != null && { staffCode }),
    ...(region != null && { regionId: region.id }),
    ...(regionCode != null && { regionCode }),
    ...(pdu != null && { pduId: pdu.id }),
    roles: user.roles.map((role) => ROLES[role]).filter((role) => role !== undefined),
    isActive: user.isActive ?? true,
  };
};
