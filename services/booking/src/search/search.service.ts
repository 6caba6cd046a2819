import { Injectable } from '@nestjs/common';
import { Reaches } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { BankHolidays } from '@throughcare/platform/bank-holidays';
import { londonDate, type Day } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { byFold } from '@throughcare/base/folding';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource, In } from 'typeorm';
import { Bedspace } from '../bedspace/bedspace.entity';
import { blockersOf, nextClaims } from '../occupancy/occupancy';
import { occupiedPeriod, overlapDays, refusalOf, type OccupancyKind, type Stay } from '../occupancy/occupancy.rules';
import { Premises } from '../premises/premises.entity';
import { deliveryUnitOf, known } from '../reference-data/reference-data';
import { toOverlap, toResult, type Neighbour } from './search.reply';
import {
  fits,
  lastDepartureDate,
  mixes,
  onlyFor,
  requireValidSearch,
  stayOf,
  type SearchRequest,
} from './search.rules';

/** A property with the bedspaces that are open for the whole stay, and what already holds each. */
interface Candidate {
  readonly premises: Premises;
  readonly open: readonly OpenBedspace[];
}

interface OpenBedspace {
  readonly bedspace: Bedspace;
  readonly heldBy: ReadonlySet<OccupancyKind>;
  /** Of a stay that begins on the day searched for. */
  readonly lastDepartureDate: Day;
}

@Injectable()
export class SearchService {
  constructor(
    private readonly db: DataSource,
    private readonly reaches: Reaches,
    private readonly bankHolidays: BankHolidays,
  ) {}

  /** Bedspaces of the caller's region that a booking for these dates would get, by delivery unit, property and reference. */
  async search(me: StaffMember, caller: Principal, request: SearchRequest) {
    requireValidSearch(request);
    const stay = stayOf(request);
    const candidates = await this.candidates(me.regionId, request, stay);
    const neighbours = await this.reaches.people(caller, await this.neighbours(candidates, stay), ({ crn }) => crn);
    const byPremises = Map.groupBy(neighbours, ({ row }) => row.premisesId);
    const only = onlyFor(request.premisesFilters);
    const results = candidates.toSorted(byPlace).flatMap((candidate) => {
      const here = byPremises.get(candidate.premises.id) ?? [];
      const persons = here.map(({ person }) => person);
      if (mixes(persons, only)) return [];
      const overlaps = here.map(({ row, person }) => toOverlap(row, person));
      return free(candidate)
        .filter(({ bedspace }) => fits(bedspace.characteristicIds, request.bedspaceFilters))
        .map((found) => toResult(candidate.premises, found, countsOf(candidate), overlaps));
    });
    return {
      resultsPremisesCount: new Set(results.map(({ premises }) => premises.id)).size,
      resultsBedspaceCount: results.length,
      results,
    };
  }

  private async candidates(regionId: string, request: SearchRequest, stay: Stay): Promise<Candidate[]> {
    const tx = this.db.manager;
    const today = londonDate(clock.now());
    const holidays = this.bankHolidays.current();
    const inUnits = { probationRegionId: regionId, probationDeliveryUnitId: In([...request.probationDeliveryUnits]) };
    const premises = (await tx.findBy(Premises, inUnits)).filter((row) =>
      fits(row.characteristicIds, request.premisesFilters),
    );
    const byId = new Map(premises.map((row) => [row.id, row]));
    const bedspaces = await tx.find(Bedspace, {
      where: { premisesId: In([...byId.keys()]) },
      order: { reference: 'ASC' },
    });
    const open = bedspaces.filter(
      (bedspace) => !refusalOf(stay, bedspace, known(byId.get(bedspace.premisesId)), today),
    );
    const wishes = open.map(({ id, premisesId }) => ({
      bedspaceId: id,
      period: occupiedPeriod(stay, known(byId.get(premisesId)).turnaroundWorkingDays, holidays),
    }));
    const blockers = Map.groupBy(await blockersOf(tx, wishes, today), ({ bedspaceId }) => bedspaceId);
    const heldBy = (id: string) => new Set(blockers.get(id)?.map(({ kind }) => kind));
    const next = await nextClaims(
      tx,
      open.map(({ id }) => id),
      stay.arrivalDate,
    );
    const byPremises = Map.groupBy(open, ({ premisesId }) => premisesId);
    const lastOf = (bedspace: Bedspace, row: Premises) =>
      lastDepartureDate(
        stay.arrivalDate,
        { ...row, closes: closingDay(bedspace, row), nextArrival: next.get(bedspace.id) ?? null },
        holidays,
      );
    return premises.map((row) => ({
      premises: row,
      open: (byPremises.get(row.id) ?? []).map((bedspace) => ({
        bedspace,
        heldBy: heldBy(bedspace.id),
        lastDepartureDate: lastOf(bedspace, row),
      })),
    }));
  }

  private async neighbours(candidates: readonly Candidate[], stay: Stay): Promise<Neighbour[]> {
    const ids = candidates.filter((candidate) => free(candidate).length > 0).map(({ premises }) => premises.id);
    if (ids.length === 0) return [];
    const rows = await this.db.manager.query<(Neighbour & Stay)[]>(
      `select b.id as "bookingId", b.premises_id as "premisesId", b.bedspace_id as "bedspaceId", b.crn,
              b.assessment_id as "assessmentId", coalesce(v.sexual_risk, false) as "isSexualRisk",
              b.arrival_date::text as "arrivalDate",
              -- who should have left and has not is still there
              case when b.status = 'arrived' and b.departure_date < $4 then $3::date else b.departure_date end::text as "departureDate"
         from booking b left join referral_view v on v.application_id = b.application_id
        where b.premises_id = any($1::uuid[]) and b.status <> 'cancelled'
          and b.arrival_date <= $3 and (b.departure_date >= $2 or (b.status = 'arrived' and b.departure_date < $4))
        order by b.arrival_date, b.id`,
      [ids, stay.arrivalDate, stay.departureDate, londonDate(clock.now())],
    );
    const asked = { from: stay.arrivalDate, to: stay.departureDate };
    return rows.map(({ arrivalDate, departureDate, ...row }) => ({
      ...row,
      days: overlapDays({ from: arrivalDate, to: departureDate }, asked),
    }));
  }
}

const free = ({ open }: Candidate) => open.filter(({ heldBy }) => heldBy.size === 0);

/** The earlier of two ends; null when neither closes. */
const closingDay = (bedspace: Bedspace, premises: Premises): Day | null =>
  [bedspace.endDate, premises.endDate].filter((day) => day !== null).toSorted()[0] ?? null;

/** A voided bedspace is none at all for these dates; a booked one counts, with its turnaround. */
const countsOf = ({ open }: Candidate) => {
  const usable = open.filter(({ heldBy }) => !heldBy.has('void'));
  const booked = usable.filter(({ heldBy }) => heldBy.has('booking'));
  return { bedspaceCount: usable.length, bookedBedspaceCount: booked.length };
};

const unitName = (premises: Premises): string => known(deliveryUnitOf(premises.probationDeliveryUnitId)).name;

const byPlace = (a: Candidate, b: Candidate): number =>
  byFold(unitName(a.premises), unitName(b.premises)) || byFold(a.premises.reference, b.premises.reference);
