import { Injectable } from '@nestjs/common';
import type { WaitingReferral } from '@throughcare/api/cas3/booking';
import { londonDate, nights, type Day } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import type { Shown } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { PeopleIndex, pageHeaders, type PeopleList } from '@throughcare/platform/lists';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import { staysOnSentence, type CountedStay } from '../booking/stay-count.rules';
import { unitsAsked } from './booking-lists.service';
import { IS_WAITING } from './lists.rules';
import { PAGE_SIZE } from './booking-search.rules';
import type { WaitingListQuery } from './lists.dto';

interface Row {
  readonly applicationId: string;
  readonly assessmentId: string;
  readonly crn: string;
  readonly eventNumber: string | null;
  readonly probationDeliveryUnitId: string | null;
  readonly requiredFrom: Day | null;
  readonly releaseDate: Day | null;
}

type Stay = CountedStay & { readonly crn: string };

const COLUMNS = `v.application_id as "applicationId", v.assessment_id as "assessmentId", v.crn,
  v.event_number as "eventNumber", v.probation_delivery_unit_id as "probationDeliveryUnitId",
  v.required_from::text as "requiredFrom", v.release_date::text as "releaseDate"`;

const listOf = (regionId: string, query: WaitingListQuery): PeopleList => ({
  from: 'referral_view v',
  where: `${IS_WAITING} and ($2::uuid[] is null or v.probation_delivery_unit_id = any($2))`,
  person: 'v.crn',
  columns: COLUMNS,
  values: [regionId, unitsAsked(query)],
  order: ['v.required_from nulls last', 'v.application_id'],
  page: { number: query.page ?? 1, size: query.perPage ?? PAGE_SIZE },
});

/** Referrals of the caller's own region that are ready to place and have no bedspace, the one that needs it first first. */
@Injectable()
export class WaitingListService {
  constructor(
    private readonly people: PeopleIndex,
    private readonly db: DataSource,
  ) {}

  async page(me: StaffMember, caller: Principal, query: WaitingListQuery) {
    const asked = listOf(me.regionId, query);
    const { rows, total } = await this.people.page<Row>(asked, caller);
    const stays = Map.groupBy(await this.staysOf(rows.map(({ row }) => row.crn)), ({ crn }) => crn);
    const today = londonDate(clock.now());
    const results = rows.map((shown) => toWaiting(shown, stays.get(shown.row.crn) ?? [], today));
    return {
      headers: asked.page ? pageHeaders(asked.page, total) : {},
      body: { resultsCount: results.length, results },
    };
  }

  private staysOf(crns: readonly string[]): Promise<Stay[]> {
    return this.db.query<Stay[]>(
      `select crn, event_number as "eventNumber", status, arrival_date::text as "arrivalDate",
              departure_date::text as "departureDate"
         from booking where crn = any($1) and status in ('arrived', 'departed') order by arrival_date, id`,
      [crns],
    );
  }
}

const toWaiting = ({ row, person }: Shown<Row>, stays: readonly Stay[], today: Day): WaitingReferral => {
  const isHidden = person.type === 'RestrictedPerson';
  const { applicationId, assessmentId, probationDeliveryUnitId, requiredFrom, releaseDate, eventNumber } = row;
  const late = requiredFrom !== null && requiredFrom < today ? nights(requiredFrom, today) : 0;
  const ids = { applicationId, assessmentId, probationDeliveryUnitId };
  const dates = { requiredFrom, releaseDate: isHidden ? null : releaseDate, nightsWithoutBed: late };
  return { ...ids, person, ...dates, staysOnSentence: isHidden ? null : staysOnSentence(eventNumber, stays) };
};
