import type { Application, Request } from 'express';
import { ProfileResponse } from '@throughcare/api/cas3/staff';
import { clock } from '@throughcare/base/clock';
import { HttpClient } from '@throughcare/platform/http';
import type { StaffMember } from '@throughcare/platform/staff';
import { staffRowOf } from '@throughcare/platform/staff/profile';
import { ApiClient } from './api-client';
import { userOf } from './user';

const KEPT_MS = 5 * 60_000;
const TIMEOUT_MS = 5_000;
/** The route that says who somebody is takes no other account. */
const PROBATION = 'ROLE_PROBATION';

/** The staff record of whoever is signed in, with what their forms begin with. */
export interface Me extends StaffMember {
  readonly email?: string;
  readonly phone?: string;
  readonly regionName: string;
  readonly pduName?: string;
}

const meIn = (profile: ProfileResponse): Me | undefined => {
  const row = staffRowOf(profile);
  const { user } = profile;
  if (!row?.isActive || row.regionId === undefined || !user) return undefined;
  const { isActive: _, ...member } = { ...row, regionId: row.regionId };
  const { email, telephoneNumber: phone, region, probationDeliveryUnit: pdu } = user;
  return {
    ...member,
    regionName: region.name,
    ...(email && { email }),
    ...(phone && { phone }),
    ...(pdu && { pduName: pdu.name }),
  };
};

declare module 'express-session' {
  interface SessionData {
    /** As it was at that moment; no member: no active staff record with a region. */
    me: { readonly at: number; readonly username: string; readonly member?: Me };
  }
}

const clients = new WeakMap<Application, HttpClient>();

/** The public API that the pages of this application ask. */
export const connectApi = (app: Application, baseUrl: string): void => {
  const headers = { 'X-SERVICE-NAME': 'temporary-accommodation' };
  clients.set(app, new HttpClient({ name: 'edge', baseUrl, timeoutMs: TIMEOUT_MS, headers }));
};

/** The public API, asked as the person on the page. */
export const apiOf = (request: Request): ApiClient => {
  const client = clients.get(request.app);
  if (!client) throw new Error('a page that asks the API, in an application without its address');
  return new ApiClient(client, userOf(request).accessToken);
};

/** What is known of whoever is on the page, and not too old. */
export const knownMe = ({ session: { me, user } }: Pick<Request, 'session'>) =>
  me && clock.now().getTime() < me.at + KEPT_MS && me.username === user?.username ? me : undefined;

/**
 * Who is on the page, as the staff directory has it, asked for once in five minutes. Undefined for whom it does not have, who is not
 * active any more, or has no region. `unavailable` while it cannot be asked.
 */
export const meOf = async (request: Request): Promise<Me | undefined> => {
  const { username, authorities } = userOf(request);
  if (!authorities.includes(PROBATION)) return undefined;
  const known = knownMe(request);
  if (known) return known.member;
  const now = clock.now().getTime();
  const member = meIn(await apiOf(request).get('/profile/v2', ProfileResponse));
  request.session.me = { at: now, username, ...(member && { member }) };
  return member;
};
