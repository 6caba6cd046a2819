import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { Cas3ValidationResults } from '@throughcare/api/cas3/archive';
import { Cas3Premises } from '@throughcare/api/cas3/premises';
import { Me, Reach, Staff } from '@throughcare/platform/access';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { PremisesService } from '../properties/premises.service';
import { NewArchive, NewUnarchive } from './archive.dto';
import { ArchiveService } from './archive.service';

@Controller('cas3/v2/premises/:premisesId')
@Staff('CAS3_ASSESSOR')
export class PremisesArchiveController {
  constructor(
    private readonly archives: ArchiveService,
    private readonly premises: PremisesService,
  ) {}

  @Replies(Cas3ValidationResults)
  @Get('can-archive')
  @Reach('region')
  async canArchive(@Me() me: StaffMember, @Id('premisesId') id: string) {
    return { items: await this.archives.blockers(me, id) };
  }

  @Replies(Cas3Premises, { status: 200, refuses: ['conflict'] })
  @Post('archive')
  @Reach('region')
  async archive(@Me() me: StaffMember, @Id('premisesId') id: string, @Body() { endDate }: NewArchive) {
    await this.archives.archivePremises(me, id, endDate);
    return this.shown(me, id);
  }

  @Replies(Cas3Premises, { status: 200 })
  @Post('unarchive')
  @Reach('region')
  async unarchive(@Me() me: StaffMember, @Id('premisesId') id: string, @Body() { restartDate }: NewUnarchive) {
    await this.archives.unarchivePremises(me, id, restartDate);
    return this.shown(me, id);
  }

  @Replies(Cas3Premises)
  @Put('cancel-archive')
  @Reach('region')
  async cancelArchive(@Me() me: StaffMember, @Id('premisesId') id: string) {
    await this.archives.cancelArchiveOfPremises(me, id);
    return this.shown(me, id);
  }

  @Replies(Cas3Premises, { refuses: ['conflict'] })
  @Put('cancel-unarchive')
  @Reach('region')
  async cancelUnarchive(@Me() me: StaffMember, @Id('premisesId') id: string) {
    await this.archives.cancelReturnOfPremises(me, id);
    return this.shown(me, id);
  }

  private async shown(me: StaffMember, id: string) {
    return (await this.premises.get(me, id)).body;
  }
}
