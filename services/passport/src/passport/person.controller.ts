import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type PathwayStatus as PathwayStatusReply, Prisoner } from '@throughcare/api/passport/prisoner';
import { Caller, Reach } from '@throughcare/platform/access';
import { Authority, type Principal } from '@throughcare/platform/auth';
import { Replies } from '@throughcare/platform/replies';
import { londonDate } from '@throughcare/base/calendar';
import type { PathwayStatus } from '../pathway/pathway.entity';
import { PATHWAYS } from '../pathway/pathway.rules';
import { PersonService } from './person.service';
import { NameParam } from '@throughcare/platform/dto';
import { PersonQuery } from './person.dto';

/** In the fixed order, with the London day of the last change. */
const pathwaysOf = (statuses: readonly PathwayStatus[]): PathwayStatusReply[] =>
  PATHWAYS.flatMap((pathway) => statuses.filter((status) => status.pathway === pathway)).map(
    ({ pathway, status, updatedAt }) => ({ pathway, status, lastDateChange: updatedAt && londonDate(updatedAt) }),
  );

/** True of someone without a report. There are none yet: reports are later work. */
const withoutReports = {
  assessmentRequired: true,
  resettlementReviewAvailable: false,
  immediateNeedsSubmitted: false,
  preReleaseSubmitted: false,
};

@ApiTags('people')
@Authority('ROLE_RESETTLEMENT_PASSPORT_EDIT')
@Controller('resettlement-passport/prisoner/:nomsId')
export class PersonController {
  constructor(private readonly people: PersonService) {}

  @ApiOperation({ summary: 'One person with pathway statuses. The first view opens the passport.' })
  @Replies(Prisoner)
  @Get()
  @Reach('person')
  async view(@Param('nomsId', NameParam) nomsId: string, @Query() _query: PersonQuery, @Caller() caller: Principal) {
    const { person, details, statuses } = await this.people.view(caller, nomsId);
    return {
      personalDetails: details,
      pathways: pathwaysOf(statuses),
      ...withoutReports,
      profile: { tags: [] },
      supportNeedsLegacyProfile: person.supportNeedsLegacyProfile,
    };
  }
}
