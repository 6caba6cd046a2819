import { Body, Controller, Param, Post, Put } from '@nestjs/common';
import { ReferenceItem } from '@throughcare/api/cas3/reference-data';
import { Me, Reach, Staff } from '@throughcare/platform/access';
import { Id, NameParam } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { z } from 'zod';
import { NewReferenceItem, ReferenceItemUpdate, NewReplacement } from './reference-change.dto';
import { ReferenceChangeService } from './reference-change.service';
import { toReferenceItem } from './reference-data.reply';

/** Lists that forms offer, as administrators keep them: new items, names, codes of nDelius, and what is still in use. */
@Controller('reference-data')
export class ReferenceChangeController {
  constructor(private readonly changes: ReferenceChangeService) {}

  @Replies(z.array(ReferenceItem), { refuses: ['conflict'] })
  @Staff('CAS3_ADMIN')
  @Reach('none')
  @Post('probation-delivery-units/replacements')
  async replace(@Me() me: StaffMember, @Body() { from, to }: NewReplacement) {
    const idOf = (id: string) => id.toLowerCase();
    const successors = to.map(({ id, ...successor }) => ({ ...successor, ...(id !== undefined && { id: idOf(id) }) }));
    return (await this.changes.replace(me, { from: from.map(idOf), to: successors })).map(toReferenceItem);
  }

  @Replies(z.array(ReferenceItem), { refuses: ['conflict'] })
  @Staff('CAS3_ADMIN')
  @Reach('none')
  @Post(':list')
  async add(@Me() me: StaffMember, @Param('list', NameParam) list: string, @Body() body: NewReferenceItem) {
    return (await this.changes.add(me, list, { ...body })).map(toReferenceItem);
  }

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
