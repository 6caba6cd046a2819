import { ApiSchema, Exact, Flag } from '@throughcare/platform/dto';

@Exact()
@ApiSchema({ name: 'ChosenNotifications' })
export class NotificationsUpdate {
  @Flag({ description: 'false: send me no emails about my referrals' }) email!: boolean;
}
