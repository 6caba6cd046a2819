import { Body, Controller, Get, Put } from '@nestjs/common';
import { NotificationChoice } from '@throughcare/api/cas3/staff';
import { ApiTags } from '@nestjs/swagger';
import { clock } from '@throughcare/base/clock';
import { Me, Reach, Staff } from '@throughcare/platform/access';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import { NotificationsUpdate } from './notification-choice.dto';

/** Whether a member of staff wants to be written to about their referrals. Whoever has chosen nothing is. */
@ApiTags('staff')
@Controller('profile/notifications')
@Staff()
export class NotificationChoiceController {
  constructor(private readonly db: DataSource) {}

  @Replies(NotificationChoice)
  @Get()
  @Reach('none')
  async read(@Me() { userId }: StaffMember) {
    const [choice] = await this.db.query<{ email: boolean }[]>(
      'select wants_email as email from notification_choice where user_id = $1',
      [userId],
    );
    return { email: choice?.email ?? true };
  }

  @Replies(NotificationChoice)
  @Put()
  @Reach('none')
  async choose(@Me() { userId }: StaffMember, @Body() { email }: NotificationsUpdate) {
    await this.db.query(
      `insert into notification_choice (user_id, wants_email, at) values ($1, $2, $3)
       on conflict (user_id) do update set wants_email = excluded.wants_email, at = excluded.at`,
      [userId, email, clock.now()],
    );
    return { email };
  }
}
