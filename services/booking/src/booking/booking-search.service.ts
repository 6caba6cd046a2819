import { Injectable } from '@nestjs/common';
import type { Cas3BookingSearchResult } from '@throughcare/api/cas3/booking';
import type { Principal } from '@throughcare/platform/auth';
import { PeopleClient, type Person } from '@throughcare/platform/people';
import { DataSource } from 'typeorm';
import { Access } from '../access';
import {
  matching,
  pageOf,
  sorted,
  visibleName,
  type FoundBooking,
  type People,
  type SortField,
} from './booking-search.rules';
import type { StoredStatus } from './booking.entity';

export interface BookingSearch {
  readonly status: StoredStatus | undefined;
  readonly text: string;
  readonly field: SortField;
  readonly direction: 'asc' | 'desc';
  readonly page: number | undefined;
}

interface Row extends FoundBooking {
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

/** All bookings of the caller's own region. Names are not stored here, so they are asked for, masked, at each search. */
@Injectable()
export class BookingSearchService {
  constructor(
    private readonly access: Access,
    private readonly db: DataSource,
    private readonly people: PeopleClient,
  ) {}

  async search(principal: Principal, search: BookingSearch) {
    const member = await this.access.assessor(principal);
    const rows = await this.rows(member.regionId, search.status);
    const people = await this.names(rows, search, principal.token);
    const found = pageOf(sorted(matching(rows, search.text, people), search, people), search.page);
    const shown = people.size > 0 ? people : await this.ask(found.rows, principal.token);
    return {
      headers: found.headers,
      body: { resultsCount: found.rows.length, results: found.rows.map((row) => toResult(row, shown)) },
    };
  }

  /** Everybody's name is needed only to look for one or to sort by it. */
  private async names(rows: readonly Row[], { text, field }: BookingSearch, token: string): Promise<People> {
    const crnAlone = rows.some((row) => row.crn === text.trim().toUpperCase());
    return (text.trim() !== '' && !crnAlone) || field === 'name' ? this.ask(rows, token) : new Map();
  }

  private async ask(rows: readonly Row[], token: string): Promise<People> {
    const crns = [...new Set(rows.map(({ crn }) => crn))];
    return crns.length > 0 ? this.people.summaries(crns, token) : new Map<string, Person>();
  }

  private rows(regionId: string, status: StoredStatus | undefined): Promise<Row[]> {
    return this.db.manager.query(
      `select b.id, b.crn, b.status, b.arrival_date::text as "arrivalDate", b.departure_date::text as "departureDate",
              b.created_at as "createdAt", p.id as "premisesId", p.reference, p.address_line1 as "addressLine1",
              p.address_line2 as "addressLine2", p.town, p.postcode, s.id as "bedspaceId", s.reference as "bedspaceReference"
         from booking b join premises p on p.id = b.premises_id join bedspace s on s.id = b.bedspace_id
        where p.probation_region_id = $1 and ($2::text is null or b.status = $2)
        order by b.id`,
      [regionId, status ?? null],
    );
  }
}

/** Where somebody lives is not to be found by their number by whoever may not see them; clients require both members. */
const addressOf = (row: Row, person: Person | undefined) =>
  person?.type === 'RestrictedPerson'
    ? { addressLine1: '', postcode: '' }
    : {
        addressLine1: row.addressLine1,
        ...(row.addressLine2 !== null && { addressLine2: row.addressLine2 }),
        ...(row.town !== null && { town: row.town }),
        postcode: row.postcode,
      };

/** Of `Cas3BookingSearchResult`; here, and only here, what is not known is left out. */
const toResult = (row: Row, people: People): Cas3BookingSearchResult => {
  const name = visibleName(people, row.crn);
  return {
    person: { crn: row.crn, ...(name !== '' && { name }) },
    booking: {
      id: row.id,
      status: row.status,
      startDate: row.arrivalDate,
      endDate: row.departureDate,
      createdAt: row.createdAt.toISOString(),
    },
    premises: { id: row.premisesId, name: row.reference, ...addressOf(row, people.get(row.crn)) },
    bedspace: { id: row.bedspaceId, reference: row.bedspaceReference },
  };
};
