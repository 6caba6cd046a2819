import type { ProfileResponse, TemporaryAccommodationUser } from '@throughcare/api/cas3/staff';
import { StaffUpdated } from '@throughcare/events/staff-updated.v1';
import type { StaffMember } from '@throughcare/platform/staff';
import type { Region } from '@throughcare/reference/items';
import { lists } from '@throughcare/reference/lists';
import { deliveryUnitOf, regionOf } from '@throughcare/reference/regions';
import type { StaffDetail } from '../ndelius/ndelius.schema';

export const ROLES = ['CAS3_REFERRER', 'CAS3_ASSESSOR', 'CAS3_REPORTER', 'CAS3_ADMIN'] as const;
export type Role = (typeof ROLES)[number];

/** What is kept of a member of staff besides keys and times. */
export interface StaffFacts {
  readonly staffCode: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly telephoneNumber: string | null;
  readonly regionId: string | null;
  readonly regionCode: string | null;
  readonly pduId: string | null;
  readonly isActive: boolean;
}
export interface Member extends StaffFacts {
  readonly userId: string;
  readonly username: string;
  readonly roles: readonly Role[];
}

/** As routes know a member of staff. Where a region counts, other services keep it. */
export const memberOf = ({ userId, username, name, regionId, roles }: Member): StaffMember => ({
  userId,
  username,
  name,
  roles,
  regionId: regionId ?? '',
});

/** Granted roles in their usual order; whoever has none may refer. */
export const rolesOf = (granted: readonly string[]): Role[] => {
  const roles = ROLES.filter((role) => granted.includes(role));
  return roles.length > 0 ? roles : ['CAS3_REFERRER'];
};

const ofTexts = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** The PDU of the newest team of the member's own region, whatever the order in which nDelius lists teams; of two as new the first by code. */
const pduIn = (teams: StaffDetail['teams'], region: Region | undefined, today: string): string | null => {
  const [own] = teams
    .filter(({ endDate }) => endDate === undefined || endDate > today)
    .flatMap(({ borough, startDate = '' }) => {
      const pdu = lists.unitOfCode(borough?.code);
      return pdu && borough && pdu.probationRegionId === region?.id
        ? [{ id: pdu.id, code: borough.code, startDate }]
        : [];
    })
    .sort((one, other) => ofTexts(other.startDate, one.startDate) || ofTexts(one.code, other.code));
  return own?.id ?? null;
};

/** What nDelius says, in our terms. A region we have no id for stays without one. */
export const factsOf = (detail: StaffDetail, today: string): StaffFacts => {
  const region = lists.regionOfCode(detail.probationArea.code);
  return {
    staffCode: detail.code,
    name: `${detail.name.forename} ${detail.name.surname}`,
    email: detail.email ?? null,
    telephoneNumber: detail.telephoneNumber ?? null,
    regionId: region?.id ?? null,
    regionCode: detail.probationArea.code,
    pduId: pduIn(detail.teams, region, today),
    isActive: detail.active,
  };
};

const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: Exclude<T[K], null>;
  };

/** What the other services keep. */
export const staffEvent = (member: Member) =>
  StaffUpdated.of({
    userId: member.userId,
    username: member.username,
    name: member.name,
    ...given({
      staffCode: member.staffCode,
      probationRegionId: member.regionId,
      probationRegionCode: member.regionCode,
      probationDeliveryUnitId: member.pduId,
    }),
    roles: [...member.roles],
    isActive: member.isActive,
  });

/** True when the other services would see a difference. E-mail and telephone are shown here only. */
export const hasChanged = (before: Member | undefined, after: Member): boolean =>
  before === undefined || JSON.stringify(staffEvent(before)) !== JSON.stringify(staffEvent(after));

const lowerCase: Readonly<Record<Role, TemporaryAccommodationUser['roles'][number]>> = {
  CAS3_REFERRER: 'referrer',
  CAS3_ASSESSOR: 'assessor',
  CAS3_REPORTER: 'reporter',
  CAS3_ADMIN: 'admin',
};

/** `ProfileResponse` for someone nDelius has no staff record of: a friendly page instead of a dead end. */
export const profileWithoutRecord = (username: string) => ({
  deliusUsername: username,
  loadError: 'staff_record_not_found' as const,
  user: null,
});

/** The same for someone whose area leads to no region: the only word existing clients have a page for, and beside it what is wrong. */
const profileWithoutRegion = ({ username, regionCode }: Pick<Member, 'username' | 'regionCode'>) => ({
  ...profileWithoutRecord(username),
  unsupportedProbationRegion: regionCode,
});

/** `ProfileResponse`. Someone whose region we cannot place cannot work either: every page needs the region. */
export const profileOf = (member: Member): ProfileResponse => {
  const region = regionOf(member.regionId);
  if (!region) return profileWithoutRegion(member);
  const pdu = deliveryUnitOf(member.pduId);
  return {
    deliusUsername: member.username,
    loadError: null,
    user: {
      service: 'CAS3',
      id: member.userId,
      name: member.name,
      deliusUsername: member.username,
      region: { id: region.id, name: region.name, hptEmail: region.hptEmail },
      roles: member.roles.map((role) => lowerCase[role]),
      email: member.email,
      telephoneNumber: member.telephoneNumber,
      isActive: member.isActive,
      probationDeliveryUnit: pdu ? { id: pdu.id, name: pdu.name } : null,
      // Beside the public route's members: what our services need to tell nDelius who did something.
      staffCode: member.staffCode,
      probationRegionCode: member.regionCode,
    },
  };
};
