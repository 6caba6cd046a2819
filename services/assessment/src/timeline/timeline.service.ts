import { Injectable } from '@nestjs/common';
import { Reaches } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { StaffDirectory, type StaffMember } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import { AssessmentFinder } from '../assessment/assessment.finder';
import { Note } from './note.entity';
import { depthOfTimeline } from './timeline.rules';
import { staffNamedBy, toTimeline } from './timeline.reply';

@Injectable()
export class TimelineService {
  constructor(
    private readonly found: AssessmentFinder,
    private readonly reaches: Reaches,
    private readonly staff: StaffDirectory,
    private readonly db: DataSource,
  ) {}

  async read(me: StaffMember, caller: Principal, assessmentId: string) {
    const { probationRegionId, referrerUserId, crn } = await this.found.find(assessmentId);
    const depth = depthOfTimeline(me.roles, {
      reachesRegion: this.reaches.hasRegion(me, probationRegionId),
      isReferrer: this.reaches.isOwner(me, referrerUserId),
    });
    await this.reaches.person(caller, crn);
    const notes = await this.db.manager.find(Note, {
      where: { assessmentId },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
    return toTimeline(notes, await this.authors(notes), depth);
  }

  /** By user id, and by account name for notes that only an event of booking tells of. */
  private async authors(notes: readonly Note[]): Promise<ReadonlyMap<string, { readonly name: string }>> {
    const userIds = new Set(notes.flatMap(staffNamedBy));
    const usernames = new Set(notes.flatMap(({ createdByUsername }) => createdByUsername ?? []));
    const byAccount = await this.db.query<{ username: string; name: string }[]>(
      'select username, name from staff where username = any($1)',
      [[...usernames]],
    );
    return new Map([
      ...byAccount.map((member) => [member.username, member] as const),
      ...(await this.staff.findAll([...userIds])),
    ]);
  }
}
