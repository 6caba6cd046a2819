import { Body, Controller, Param, Put } from '@nestjs/common';
import { Me, Reach, Staff } from '@throughcare/platform/access';
import { Flag, ListOf, NameParam, Optional, Text, Uuid, Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { ReferenceChangeService } from './reference-change.service';

/** What is not sent stays as it is. */
export class ReferenceItemUpdate {
  @Optional() @Text({ max: 200 }) name?: string;
  @Optional() @Flag() isActive?: boolean;
  @Optional() @ListOf('text') deliusCodes?: string[];
  /** Null: there is no mailbox any more. */
  @Optional({ keepNull: true }) @Text({ max: 200 }) hptEmail?: string | null;
  @Optional() @Text({ max: 500 }) description?: string;
  @Optional() @Uuid() probationRegionId?: string;
}

/** Lists that forms offer, as administrators keep them: names, codes of nDelius, and what is still in use. */
@Controller('reference-data')
export class ReferenceChangeController {
  constructor(private readonly changes: ReferenceChangeService) {}

  @Replies('nothing', { status: 204, refuses: ['conflict'] })
  @Staff('CAS3_ADMIN')
  @Reach('none')
  @Put(':list/:id')
  async change(
    @Me() me: StaffMember,
    @Param('list', NameParam) list: string,
    @Id('id') id: string,
    @Body() body: ReferenceItemUpdate,
  ): Promise<void> {
    await this.changes.change(me, list, id.toLowerCase(), { ...body });
  }
}
