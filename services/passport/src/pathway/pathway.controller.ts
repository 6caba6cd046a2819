import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type PathwayChange as PathwayChangeReply, PathwayHistory } from '@throughcare/api/passport/prisoner';
import { Caller, Reach } from '@throughcare/platform/access';
import { Authority, type Principal } from '@throughcare/platform/auth';
import { Replies } from '@throughcare/platform/replies';
import { HistoryQuery, PathwayUpdate } from './pathway.dto';
import type { PathwayChange } from './pathway.entity';
import { PathwayService } from './pathway.service';
import { NameParam } from '@throughcare/platform/dto';

const lineOf = ({ pathway, from, to, cause, changedAt, note }: PathwayChange): PathwayChangeReply => ({
  pathway,
  from,
  to,
  cause,
  changedAt: changedAt.toISOString(),
  author: note && { username: note.authorUsername, name: note.authorName },
  caseNoteText: note && note.text,
});

@ApiTags('pathways')
@Authority('ROLE_RESETTLEMENT_PASSPORT_EDIT')
@Controller('resettlement-passport/prisoner/:nomsId')
export class PathwayController {
  constructor(private readonly pathways: PathwayService) {}

  @ApiOperation({ summary: 'Changes a pathway status and writes a case note.' })
  @Replies('nothing')
  @Patch('pathway-with-case-note')
  @Reach('person')
  async setWithNote(
    @Param('nomsId', NameParam) nomsId: string,
    @Body() body: PathwayUpdate,
    @Caller() caller: Principal,
  ): Promise<void> {
    await this.pathways.setWithNote(caller, nomsId, body);
  }

  @ApiOperation({ summary: 'What happened to the pathways, newest first, by whom and why.' })
  @Replies(PathwayHistory)
  @Get('pathways/history')
  @Reach('person')
  async history(@Param('nomsId', NameParam) nomsId: string, @Query() query: HistoryQuery, @Caller() caller: Principal) {
    const { changes, page, total, last } = await this.pathways.history(caller, nomsId, query);
    return { changes: changes.map(lineOf), page, pageSize: changes.length, totalElements: total, last };
  }
}
