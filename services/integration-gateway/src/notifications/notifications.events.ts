import { Controller } from '@nestjs/common';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { defineRead, defineReads, type ReadOf } from '@throughcare/events/define-read';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks } from '@throughcare/messaging/replay';
import type { Template } from '../config/templates';
import { NotifyClient } from './notify.client';

const notifications = defineConsumer('notifications');
const submitted = defineRead(ReferralSubmitted, ['applicationId', 'createdByUserId']);
const accepted = defineRead(AssessmentReadyToPlace, ['applicationId', 'cause']);
const others = defineReads([AssessmentRejected, BookingProvisionallyMade, PersonArrived], ['applicationId?']);

const templates: Readonly<Record<ReadOf<(typeof others)[number]>['type'], Template>> = {
  [AssessmentRejected.type]: 'referral-rejected',
  [BookingProvisionallyMade.type]: 'place-offered',
  [PersonArrived.type]: 'person-arrived',
};

/** Notes who is to be written to about what, in the transaction of the event; the task sends it. One event, one message. */
@Controller()
export class NotificationEvents {
  constructor(
    private readonly notify: NotifyClient,
    hooks: ReplayHooks,
  ) {
    hooks.without(
      notifications.name,
      'It writes to people: what was not sent is in `notification` and is sent again by itself.',
    );
  }

  @OnEvent(submitted, notifications)
  async referred({ data }: ReadOf<typeof submitted>, ctx: EventContext): Promise<void> {
    await ctx.tx.query(
      `insert into notification_referrer (application_id, user_id) values ($1, $2) on conflict (application_id) do nothing`,
      [data.applicationId, data.createdByUserId],
    );
  }

  /** A cancelled booking opens a referral again: that is no decision. */
  @OnEvent(accepted, notifications)
  async decided(event: ReadOf<typeof accepted>, ctx: EventContext): Promise<void> {
    if (event.data.cause === 'staff') await this.note(event.id, 'referral-accepted', event.data.applicationId, ctx);
  }

  @OnEvents(others, notifications)
  async happened(event: ReadOf<(typeof others)[number]>, ctx: EventContext): Promise<void> {
    // A booking without a referral has nobody to tell.
    if (event.data.applicationId) await this.note(event.id, templates[event.type], event.data.applicationId, ctx);
  }

  /** Where nobody is written to nothing is kept either: it would all be sent on the day it is switched on. */
  private async note(eventId: string, template: Template, applicationId: string, ctx: EventContext): Promise<void> {
    if (!this.notify.isOn) return;
    await ctx.tx.query(
      `insert into notification (event_id, template, application_id, state, next_at) values ($1, $2, $3, 'waiting', clock_timestamp())
       on conflict (event_id) do nothing`,
      [eventId, template, applicationId],
    );
  }
}
