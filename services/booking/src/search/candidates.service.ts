import { Injectable } from '@nestjs/common';
import { Reaches, type Shown } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { BankHolidays } from '@throughcare/platform/bank-holidays';
import { londonDate, type Day } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { byFold } from '@throughcare/base/folding';
import { DataSource, In } from 'typeorm';
import { Bedspace } from '../bedspace/bedspace.entity';
import { blockersOf, nextClaims, type FoundBlocker } from '../occupancy/occupancy';
import { occupiedPeriod, overlapDays, refusalOf, type Stay } from '../occupancy/occupancy.rules';
import { Premises } from '../premises/premises.entity';
import { unitsMeantBy } from '@throughcare/reference/regions';
import { deliveryUnitOf, known } from '../reference-data/reference-data';
import type { Neighbour } from './search.reply';
import { fits, lastDepartureDate, type Filter } from './search.rules';

/** A property with the bedspaces that are as asked for. */
export interface Candidate {
  readonly premises: Premises;
  /** Open for the whole stay. */
  readonly open: readonly OpenBedspace[];
  /** Open on the first day, and closes before the stay would end. */
  readonly closing: readonly OpenBedspace[];
  /** Not open for these days, whoever is there. */
  readonly closed: readonly Bedspace[];
}

export interface OpenBedspace {
  readonly bedspace: Bedspace;
  /** What holds it for some of the stay, earliest first. */
  readonly heldBy: readonly FoundBlocker[];
  /** Of a stay that begins on the day searched for. */
  readonly lastDepartureDate: Day;
}

export interface Wanted {
  readonly regionId: string;
  readonly probationDeliveryUnits: readonly string[];
  readonly premisesFilters?: Filter | null;
}

@Injectable()
export class CandidateList {
  constructor(
    private readonly db: DataSource,
    private readonly reaches: Reaches,
    private readonly bankHolidays: BankHolidays,
  ) {}

  /** Properties of these delivery units, and of those whose place they took, with what the filters ask of a property, by delivery unit and reference. */
  async of(wanted: Wanted, stay: Stay): Promise<Candidate[]> {
    const { regionId: probationRegionId, probationDeliveryUnits, premisesFilters } = wanted;
    const inUnits = { probationRegionId, probationDeliveryUnitId: In(unitsMeantBy(probationDeliveryUnits)) };
    const premises = (await this.db.manager.findBy(Premises, inUnits)).filter((row) =>
      fits(row.characteristicIds, premisesFilters),
    );
    return this.withBedspaces(premises.toSorted(byPlace), stay);
  }

  /** Who else stays in these properties, as the caller may see them. */
  async neighbours(caller: Principal, candidates: readonly Candidate[], stay: Stay): Promise<Shown<Neighbour>[]> {
    const ids = candidates.filter((candidate) => free(candidate).length > 0).map(({ premises }) => premises.id);
    const rows = ids.length === 0 ? [] : await this.staying(ids, stay);
    const asked = { from: stay.arrivalDate, to: stay.departureDate };
    const neighbours = rows.map(({ arrivalDate, departureDate, ...row }) => ({
      ...row,
      days: overlapDays({ from: arrivalDate, to: departureDate }, asked),
    }));
    return this.reaches.people(caller, neighbours, ({ crn }) => crn);
  }

  private async withBedspaces(premises: readonly Premises[], stay: Stay): Promise<Candidate[]> {
    const tx = this.db.manager;
    const today = londonDate(clock.now());
    const holidays = this.bankHolidays.current();
    const byId = new Map(premises.map((row) => [row.id, row]));
    const bedspaces = await tx.find(Bedspace, {
      where: { premisesId: In([...byId.keys()]) },
      order: { reference: 'ASC' },
    });
    const rowOf = ({ premisesId }: Bedspace) => known(byId.get(premisesId));
    const state = (bedspace: Bedspace) => stateOf(bedspace, rowOf(bedspace), stay, today);
    const { open = [], closing = [], closed = [] } = Object.groupBy(bedspaces, state);
    const usable = [...open, ...closing];
    const wishes = usable.map((bedspace) => {
      const row = rowOf(bedspace);
      const period = occupiedPeriod(untilClosed(stay, closingDay(bedspace, row)), row.turnaroundWorkingDays, holidays);
      return { bedspaceId: bedspace.id, period };
    });
    const blockers = Map.groupBy(await blockersOf(tx, wishes, today), ({ bedspaceId }) => bedspaceId);
    const next = await nextClaims(
      tx,
      usable.map(({ id }) => id),
      stay.arrivalDate,
    );
    const lastOf = (bedspace: Bedspace, row: Premises) =>
      lastDepartureDate(
        stay.arrivalDate,
        { ...row, closes: closingDay(bedspace, row), nextArrival: next.get(bedspace.id) ?? null },
        holidays,
      );
    const [openOf, closingOf, closedOf] = [open, closing, closed].map(byPremises);
    return premises.map((row) => {
      const claimed = (bedspace: Bedspace) => ({
        bedspace,
        heldBy: blockers.get(bedspace.id) ?? [],
        lastDepartureDate: lastOf(bedspace, row),
      });
      return {
        premises: row,
        open: (openOf?.get(row.id) ?? []).map(claimed),
        closing: (closingOf?.get(row.id) ?? []).map(claimed),
        closed: closedOf?.get(row.id) ?? [],
      };
    });
  }

  private staying(premisesIds: readonly string[], stay: Stay): Promise<(Neighbour & Stay)[]> {
    return this.db.manager.query(
      `select b.id as "bookingId", b.premises_id as "premisesId", b.bedspace_id as "bedspaceId", b.crn,
              b.assessment_id as "assessmentId", coalesce(v.sexual_risk, false) as "isSexualRisk",
              coalesce(b.in_premises_since, b.arrival_date)::text as "arrivalDate",
              -- who should have left and has not is still there
              case when b.status = 'arrived' and b.departure_date < $4 then $3::date else b.departure_date end::text as "departureDate"
         from booking b left join referral_view v on v.application_id = b.application_id
        where b.premises_id = any($1::uuid[]) and b.status <> 'cancelled' and b.erased_at is null
          and coalesce(b.in_premises_since, b.arrival_date) <= $3
          and (b.departure_date >= $2 or (b.status = 'arrived' and b.departure_date < $4))
        order by b.arrival_date, b.id`,
      [premisesIds, stay.arrivalDate, stay.departureDate, londonDate(clock.now())],
    );
  }
}

export const free = ({ open }: Candidate): OpenBedspace[] => open.filter(({ heldBy }) => heldBy.length === 0);

/** The earlier of two ends; null when neither closes. */
const closingDay = (bedspace: Bedspace, premises: Premises): Day | null =>
  [bedspace.endDate, premises.endDate].filter((day) => day !== null).toSorted()[0] ?? null;

const byPremises = (bedspaces: readonly Bedspace[]) => Map.groupBy(bedspaces, ({ premisesId }) => premisesId);

/** No stay is longer than its bedspace is open. */
const untilClosed = (stay: Stay, closes: Day | null): Stay =>
  closes !== null && closes < stay.departureDate ? { ...stay, departureDate: closes } : stay;

const stateOf = (bedspace: Bedspace, premises: Premises, stay: Stay, today: Day): 'open' | 'closing' | 'closed' => {
  if (!refusalOf(stay, bedspace, premises, today)) return 'open';
  const closes = closingDay(bedspace, premises);
  const isOpenFirst = bedspace.startDate <= stay.arrivalDate;
  return isOpenFirst && closes !== null && closes > stay.arrivalDate ? 'closing' : 'closed';
};

/** A voided bedspace is none at all for these dates; a booked one counts, with its turnaround. */
export const countsOf = ({ open }: Candidate) => {
  const isHeld = (one: OpenBedspace, by: string) => one.heldBy.some(({ kind }) => kind === by);
  const usable = open.filter((one) => !isHeld(one, 'void'));
  return { bedspaceCount: usable.length, bookedBedspaceCount: usable.filter((one) => isHeld(one, 'booking')).length };
};

const unitName = (premises: Premises): string => known(deliveryUnitOf(premises.probationDeliveryUnitId)).name;

const byPlace = (a: Premises, b: Premises): number =>
  byFold(unitName(a), unitName(b)) || byFold(a.reference, b.reference);
