import { Injectable } from '@nestjs/common';
import type { BookingListCounts, BookingListRow } from '@throughcare/api/cas3/booking';
import { londonDate, nights, type Day } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import type { Shown } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { PeopleIndex, pageHeaders, type Direction, type PeopleList } from '@throughcare/platform/lists';
import type { StaffMember } from '@throughcare/platform/staff';
import { unitsMeantBy } from '@throughcare/reference/regions';
import { DataSource } from 'typeorm';
import { forStranger } from '../booking/booking.reply';
import { surroundingsOf, type Around } from '../booking/surroundings';
import { warningsOf } from '../booking/warnings.rules';
import { COLUMNS, FROM, orders, toResult, type Row } from './booking-search.service';
import { PAGE_SIZE, personAsked, type SortField } from './booking-search.rules';
import type { BookingListQuery } from './lists.dto';
import { conditionOf, IS_WAITING, LIST_NAMES, pendingOutcomes, type ListName } from './lists.rules';

interface ListRow extends Row {
  readonly nomsNumber: string | null;
  readonly assessmentId: string | null;
  readonly eventNumber: string | null;
  readonly probationDeliveryUnitId: string;
}

const MORE = `b.noms_number as "nomsNumber", b.assessment_id as "assessmentId", b.event_number as "eventNumber",
  p.probation_delivery_unit_id as "probationDeliveryUnitId"`;

/** Where nothing is asked for: who arrives or leaves first, or what is newest. */
const FIRST: Readonly<Partial<Record<ListName, SortField>>> = {
  active: 'endDate',
  departed: 'endDate',
  cancelled: 'createdAt',
  'approaching-limit': 'startDate',
  'over-limit': 'startDate',
  'pending-move-on': 'endDate',
};

/** Also units whose place the one asked for took. Null: every unit. */
export const unitsAsked = ({ probationDeliveryUnitId: id }: Pick<BookingListQuery, 'probationDeliveryUnitId'>) =>
  id === undefined ? null : unitsMeantBy([id]);

const listOf = (list: ListName, regionId: string, today: Day, query: BookingListQuery): PeopleList => {
  const { crn, name } = personAsked(query.crnOrName ?? '');
  const field = (query.sortField as SortField | undefined) ?? FIRST[list] ?? 'startDate';
  const direction: Direction = query.sortDirection === 'desc' ? 'desc' : 'asc';
  const first = field === 'name' ? { byName: direction } : `${orders[field]} ${direction}`;
  return {
    from: FROM,
    where: `b.region_id = $1 and ${conditionOf(list)} and ($4::text is null or upper(b.crn) = $4)
      and ($5::uuid[] is null or p.probation_delivery_unit_id = any($5))`,
    person: 'b.crn',
    columns: `${COLUMNS}, ${MORE}`,
    values: [regionId, today, pendingOutcomes(), crn ?? null, unitsAsked(query)],
    order: [first, 'b.id'],
    name,
    page: { number: query.page ?? 1, size: query.perPage ?? PAGE_SIZE },
  };
};

/** Bookings of the caller's own region by what somebody has to do about them. */
@Injectable()
export class BookingListsService {
  constructor(
    private readonly people: PeopleIndex,
    private readonly db: DataSource,
  ) {}

  async page(me: StaffMember, caller: Principal, list: ListName, query: BookingListQuery) {
    const today = londonDate(clock.now());
    const asked = listOf(list, me.regionId, today, query);
    const { rows, total } = await this.people.page<ListRow>(asked, caller);
    const around = await surroundingsOf(
      this.db.manager,
      rows.map(({ row }) => row),
      today,
    );
    const results = rows.map((shown) => toRow(shown, around(shown.row), today));
    return {
      headers: asked.page ? pageHeaders(asked.page, total) : {},
      body: { resultsCount: results.length, results },
    };
  }

  /** One statement for all of them, in which each reads its own rows. */
  async counts(me: StaffMember): Promise<BookingListCounts> {
    const columns = LIST_NAMES.map(
      (list, at) => `(select count(*) from booking b where b.region_id = $1 and ${conditionOf(list)})::int as "${at}"`,
    );
    const waiting = `select count(*)::int as count from referral_view v where ${IS_WAITING}`;
    const [[counts], [referrals]] = await Promise.all([
      this.db.query<Record<string, number>[]>(`select ${columns.join(', ')}`, [
        me.regionId,
        londonDate(clock.now()),
        pendingOutcomes(),
      ]),
      this.db.query<{ count: number }[]>(waiting, [me.regionId]),
    ]);
    const lists = LIST_NAMES.map((list, at) => ({ list, count: counts?.[String(at)] ?? 0 }));
    return { lists, waiting: referrals?.count ?? 0 };
  }
}

const nightsOf = ({ status, arrivalDate, departureDate }: ListRow, today: Day): number =>
  status === 'arrived' ? nights(arrivalDate, today) : nights(arrivalDate, departureDate);

const toRow = ({ row, person }: Shown<ListRow>, around: Around, today: Day): BookingListRow => ({
  ...toResult(row, person),
  nights: nightsOf(row, today),
  assessmentId: row.assessmentId,
  probationDeliveryUnitId: row.probationDeliveryUnitId,
  warnings: warningsOf(row, person.type === 'RestrictedPerson' ? forStranger(around) : around, today),
});
