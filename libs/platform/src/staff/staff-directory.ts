import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Principal } from '../auth';
import { CONFIG } from '../config';
import type { ServiceConfig } from '../config';
import { forbidden } from '@throughcare/base/errors';
import { HttpClient } from '../http';
import type { StaffMember } from './member';
import type { Members } from './members';
import { Profile, staffRowOf } from './profile';
import { findByIds, findByUsername, saveStaff } from './table';
import type { StaffRow } from './table';

/** A valid UUID that is no region: shown members may have lost theirs, acting ones may not. */
const NO_REGION = '00000000-0000-0000-0000-000000000000';

const memberOf = ({ isActive: _, ...row }: StaffRow): StaffMember => ({ ...row, regionId: row.regionId ?? NO_REGION });

/** What this service keeps about staff, in its own table `staff`. Add to `providers`, and `StaffEvents` to `controllers`. */
@Injectable()
export class StaffDirectory implements Members {
  private readonly gateway: HttpClient;
  private readonly asking = new Map<string, Promise<StaffRow>>();

  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CONFIG) config: Pick<ServiceConfig, 'GATEWAY_URL'>,
  ) {
    const headers = { 'X-SERVICE-NAME': 'temporary-accommodation' };
    this.gateway = new HttpClient({ name: 'integration-gateway', baseUrl: config.GATEWAY_URL, headers });
  }

  /**
   * The caller. A name never seen is asked of the gateway once, with the caller's token, so that a first sign-in is not refused.
   * `forbidden`: STAFF_USER_NEEDED (a client's own token), STAFF_NOT_FOUND, STAFF_INACTIVE, STAFF_WITHOUT_REGION. An outage is `unavailable`.
   */
  async require(principal: Principal): Promise<StaffMember> {
    if (!principal.isUser) throw forbidden('STAFF_USER_NEEDED');
    const row = (await findByUsername(this.db, principal.username)) ?? (await this.ask(principal));
    if (!row.isActive) throw forbidden('STAFF_INACTIVE');
    if (row.regionId === undefined) throw forbidden('STAFF_WITHOUT_REGION');
    return memberOf(row);
  }

  /** Someone by id, to show who did something, whether they may still act or not. Undefined when never seen. */
  async find(userId: string): Promise<StaffMember | undefined> {
    return (await this.findAll([userId])).get(userId);
  }

  /** Someone by id who may act now. Undefined: nobody, one who left, or one without a region. */
  async findActing(userId: string): Promise<StaffMember | undefined> {
    const [row] = await findByIds(this.db, [userId]);
    return row?.isActive && row.regionId !== undefined ? memberOf(row) : undefined;
  }

  /** Several by id. */
  async findAll(userIds: readonly string[]): Promise<ReadonlyMap<string, StaffMember>> {
    const rows = userIds.length > 0 ? await findByIds(this.db, userIds) : [];
    return new Map(rows.map((row) => [row.userId, memberOf(row)]));
  }

  private ask(principal: Principal): Promise<StaffRow> {
    const { username } = principal;
    const running = this.asking.get(username);
    if (running) return running;
    const asked = this.fetch(principal).finally(() => this.asking.delete(username));
    this.asking.set(username, asked);
    return asked;
  }

  private async fetch({ username, token }: Principal): Promise<StaffRow> {
    // Somebody may have asked, been answered and kept it since the look before.
    const known = await findByUsername(this.db, username);
    if (known) return known;
    const profile = await this.gateway.get('/profile/v2', { token, schema: Profile });
    const row = staffRowOf(profile);
    if (!row || row.username !== username) throw forbidden('STAFF_NOT_FOUND');
    await this.db.transaction((tx) => saveStaff(tx, row, 0));
    return (await findByUsername(this.db, username)) ?? row;
  }
}
