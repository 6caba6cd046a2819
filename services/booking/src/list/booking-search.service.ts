import { Injectable } from '@nestjs/common';
import type { Cas3BookingSearchResult } from '@throughcare/api/cas3/booking';
import type { Principal } from '@throughcare/platform/auth';
import { PeopleIndex, pageHeaders, type Direction, type PeopleList } from '@throughcare/platform/lists';
import type { Person } from '@throughcare/platform/people';
import type { StaffMember } from '@throughcare/platform/staff';
import { PAGE_SIZE, personAsked, type SortField } from './booking-search.rules';
import type { StoredStatus } from '../booking/booking.entity';

export interface BookingSearch {
  readonly status: StoredStatus | undefined;
  readonly text: string;
  readonly field: SortField;
  readonly direction: Direction;
  /** Absent: every booking, and no headers. */
  readonly page: number | undefined;
}

export interface Row {
  readonly id: string;
  readonly crn: string;
  readonly arrivalDate: string;
  readonly departureDate: string;
  readonly createdAt: Date;
  readonly status: StoredStatus;
  readonly premisesId: string;
  readonly reference: string;
  readonly addressLine1: string;
  readonly addressLine2: string | null;
  readonly town: string | null;
  readonly postcode: string;
  readonly bedspaceId: string;
  readonly bedspaceReference: string;
}

export const COLUMNS = `b.id, b.crn, b.status, b.arrival_date::text as "arrivalDate", b.departure_date::text as "departureDate",
  b.created_at as "createdAt", p.id as "premisesId", p.reference, p.address_line1 as "addressLine1",
  p.address_line2 as "addressLine2", p.town, p.postcode, s.id as "bedspaceId", s.reference as "bedspaceReference"`;

/** Outer joins, though each finds its row: whoever only counts need not read them. */
export const FROM =
  'booking b left join premises p on p.id = b.premises_id left join bedspace s on s.id = b.bedspace_id';

export const orders: Record<Exclude<SortField, 'name'>, string> = {
  crn: 'b.crn collate "C"',
  startDate: 'b.arrival_date',
  endDate: 'b.departure_date',
  createdAt: 'b.created_at',
};

const listOf = (regionId: string, { status, text, field, direction, page }: BookingSearch): PeopleList => {
  const { crn, name } = personAsked(text);
  const first = field === 'name' ? { byName: direction } : `${orders[field]} ${direction}`;
  return {
    from: FROM,
    where: `b.region_id = $1 and b.erased_at is null and ($2::text is null or b.status = $2) and ($3::text is null or upper(b.crn) = $3)`,
    person: 'b.crn',
    columns: COLUMNS,
    values: [regionId, status ?? null, crn ?? null],
    // Names are known in a search for one, and only then: equal days are then by name.
    order: name === undefined || field === 'name' ? [first, 'b.id'] : [first, { byName: 'asc' }, 'b.id'],
    name,
    page: page === undefined ? undefined : { number: page, size: PAGE_SIZE },
  };
};

/** All bookings of the caller's own region. */
@Injectable()
export class BookingSearchService {
  constructor(private readonly people: PeopleIndex) {}

  async search(me: StaffMember, caller: Principal, search: BookingSearch) {
    const list = listOf(me.regionId, search);
    const { rows, total } = await this.people.page<Row>(list, caller);
    return {
      headers: list.page ? pageHeaders(list.page, total) : {},
      body: { resultsCount: rows.length, results: rows.map(({ row, person }) => toResult(row, person)) },
    };
  }
}

/** Where somebody lives is not to be found by their number by whoever may not see them; clients require both members. */
const addressOf = (row: Row, person: Person) =>
  person.type === 'RestrictedPerson'
    ? { addressLine1: '', postcode: '' }
    : {
        addressLine1: row.addressLine1,
        ...(row.addressLine2 !== null && { addressLine2: row.addressLine2 }),
        ...(row.town !== null && { town: row.town }),
        postcode: row.postcode,
      };

/** Of `Cas3BookingSearchResult`; here, and only here, what is not known is left out: the name of whoever the caller may not see. */
export const toResult = (row: Row, person: Person): Cas3BookingSearchResult => ({
  person: { crn: row.crn, ...(person.type === 'FullPerson' && person.name !== '' && { name: person.name }) },
  booking: {
    id: row.id,
    status: row.status,
    startDate: row.arrivalDate,
    endDate: row.departureDate,
    createdAt: row.createdAt.toISOString(),
  },
  premises: { id: row.premisesId, name: row.reference, ...addressOf(row, person) },
  bedspace: { id: row.bedspaceId, reference: row.bedspaceReference },
});
