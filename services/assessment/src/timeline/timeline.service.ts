import { Injectable } from '@nestjs/common';
import type { Principal } from '@throughcare/platform/auth';
import { StaffDirectory } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import { Access } from '../access/access.service';
import { Note } from './note.entity';
import { timelineJson } from './timeline.view';

@Injectable()
export class TimelineService {
  constructor(
    private readonly access: Access,
    private readonly staff: StaffDirectory,
    private readonly db: DataSource,
  ) {}

  async read(caller: Principal, assessmentId: string) {
    const { depth } = await this.access.toTimeline(caller, assessmentId);
    const notes = await this.db.manager.find(Note, {
      where: { assessmentId },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
    const userIds = notes.flatMap(({ createdByUserId }) => createdByUserId ?? []);
    return timelineJson(notes, await this.staff.findAll([...new Set(userIds)]), depth);
  }
}
