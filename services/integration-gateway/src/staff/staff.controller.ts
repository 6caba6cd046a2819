import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ProfileResponse, StaffRolesSet } from '@throughcare/api/cas3/staff';
import { Replies } from '@throughcare/platform/replies';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Reach, Staff as ForStaff } from '@throughcare/platform/access';
import { Authority, type Principal } from '@throughcare/platform/auth';
import { NameParam } from '@throughcare/platform/dto';
import { invalidField } from '@throughcare/base/errors';
import { StaffService } from './staff.service';
import { ProfileQuery, StaffRolesUpdate } from './staff.dto';

/** A user name of nDelius: something visible, no longer than nDelius takes, and more than dots. */
const USERNAME = /^(?!\.+$)[\p{L}\p{N}\p{P}\p{S}]{1,100}$/u;

@ApiTags('integration-gateway')
@Controller()
@Authority('ROLE_PROBATION')
export class StaffController {
  constructor(private readonly staff: StaffService) {}

  @Replies(ProfileResponse)
  @Get('profile/v2')
  @Reach('own-list')
  profile(@Caller() caller: Principal, @Query() query: ProfileQuery) {
    return this.staff.profile(caller, query.readOnly ?? false);
  }

  @Replies(StaffRolesSet)
  @Put('staff/:username/roles')
  @ForStaff('CAS3_ADMIN')
  @Reach('none')
  async setRoles(
    @Caller() caller: Principal,
    @Param('username', NameParam) username: string,
    @Body() body: StaffRolesUpdate,
  ) {
    if (!USERNAME.test(username)) throw invalidField('$.username', 'invalid');
    return { username: username.toUpperCase(), roles: await this.staff.setRoles(caller, username, body.roles) };
  }
}
