import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authority, CurrentUser, type Principal } from '@throughcare/platform/auth';
import { Flag, ListOf, Optional } from '@throughcare/platform/dto';
import { ROLES, type Role } from './staff.rules';
import { Staff } from './staff.service';

export class ProfileQuery {
  @Optional() @Flag({ description: 'true stops the refresh from nDelius' }) readOnly?: boolean;
}
export class StaffRoles {
  @ListOf(ROLES) roles!: Role[];
}

@ApiTags('integration-gateway')
@Controller()
@Authority('ROLE_PROBATION')
export class StaffController {
  constructor(private readonly staff: Staff) {}

  @Get('profile/v2')
  profile(@CurrentUser() caller: Principal, @Query() query: ProfileQuery) {
    return this.staff.profile(caller, query.readOnly ?? false);
  }

  @Put('staff/:username/roles')
  async setRoles(@CurrentUser() caller: Principal, @Param('username') username: string, @Body() body: StaffRoles) {
    return { username: username.toUpperCase(), roles: await this.staff.setRoles(caller, username, body.roles) };
  }
}
