import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PersonIndexEntry } from '@throughcare/api/cas3/person';
import { forbidden, invalidField } from '@throughcare/base/errors';
import { Caller, Reach } from '@throughcare/platform/access';
import { Authority, type Principal, Reads } from '@throughcare/platform/auth';
import { Replies } from '@throughcare/platform/replies';
import { z } from 'zod';
import { normalisedCrn } from './crn.rules';
import { MOST } from './people.controller';
import { PeopleQuery } from './people.dto';
import { PeopleService } from './people.service';

/** For services that keep an index of names. Under a name of its own: `/people` is on the edge, and this is not. */
@ApiTags('integration-gateway')
@Controller('people-index')
export class PeopleIndexController {
  constructor(private readonly people: PeopleService) {}

  @Reads()
  @Replies(z.array(PersonIndexEntry), { status: 200 })
  @Post()
  @Authority('ROLE_THROUGHCARE__PEOPLE_INDEX')
  @Reach('none')
  index(@Caller() caller: Principal, @Body() { crns }: PeopleQuery) {
    if (caller.isUser) throw forbidden('SERVICE_CLIENT_NEEDED');
    if (crns.length > MOST) throw invalidField('$.crns', 'tooMany');
    return this.people.index(crns.map(normalisedCrn));
  }
}
