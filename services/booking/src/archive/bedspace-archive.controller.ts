import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { Cas3ValidationResult } from '@throughcare/api/cas3/archive';
import { Cas3Bedspace } from '@throughcare/api/cas3/bedspace';
import { Me, Reach, Staff } from '@throughcare/platform/access';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { BedspaceService } from '../bedspace/bedspace.service';
import { NewArchive, NewUnarchive } from './archive.dto';
import { ArchiveService } from './archive.service';

@Controller('cas3/v2/premises/:premisesId/bedspaces/:bedspaceId')
@Staff('CAS3_ASSESSOR')
export class BedspaceArchiveController {
  constructor(
    private readonly archives: ArchiveService,
    private readonly bedspaces: BedspaceService,
  ) {}

  /** Nothing when nothing keeps it open. */
  @Replies(Cas3ValidationResult.optional())
  @Get('can-archive')
  @Reach('region')
  canArchive(@Me() me: StaffMember, @Id('premisesId') premisesId: string, @Id('bedspaceId') id: string) {
    return this.archives.blocker(me, premisesId, id);
  }

  @Replies(Cas3Bedspace, { status: 200, refuses: ['conflict'] })
  @Post('archive')
  @Reach('region')
  async archive(
    @Me() me: StaffMember,
    @Id('premisesId') premisesId: string,
    @Id('bedspaceId') id: string,
    @Body() { endDate }: NewArchive,
  ) {
    await this.archives.archiveBedspace(me, premisesId, id, endDate);
    return this.bedspaces.get(me, premisesId, id);
  }

  @Replies(Cas3Bedspace, { status: 200 })
  @Post('unarchive')
  @Reach('region')
  async unarchive(
    @Me() me: StaffMember,
    @Id('premisesId') premisesId: string,
    @Id('bedspaceId') id: string,
    @Body() { restartDate }: NewUnarchive,
  ) {
    await this.archives.unarchiveBedspace(me, premisesId, id, restartDate);
    return this.bedspaces.get(me, premisesId, id);
  }

  @Replies(Cas3Bedspace)
  @Put('cancel-archive')
  @Reach('region')
  async cancelArchive(@Me() me: StaffMember, @Id('premisesId') premisesId: string, @Id('bedspaceId') id: string) {
    await this.archives.cancelArchiveOfBedspace(me, premisesId, id);
    return this.bedspaces.get(me, premisesId, id);
  }

  @Replies(Cas3Bedspace, { refuses: ['conflict'] })
  @Put('cancel-unarchive')
  @Reach('region')
  async cancelUnarchive(@Me() me: StaffMember, @Id('premisesId') premisesId: string, @Id('bedspaceId') id: string) {
    await this.archives.cancelReturnOfBedspace(me, premisesId, id);
    return this.bedspaces.get(me, premisesId, id);
  }
}
