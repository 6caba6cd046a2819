import { Injectable } from '@nestjs/common';
import type { PlacementOffer, PlacementSearchResults, UnavailableBedspace } from '@throughcare/api/cas3/bedspace';
import { addDays } from '@throughcare/base/calendar';
import { lists } from '@throughcare/reference/lists';
import { unitsMeantBy, unitsNow } from '@throughcare/reference/regions';
import { neighbouringUnits } from '@throughcare/reference/meanings';
import type { Shown } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import type { StaffMember } from '@throughcare/platform/staff';
import type { Stay } from '../occupancy/occupancy.rules';
import { PlacementService, type PlacedReferral } from '../referral/placement.service';
import { CandidateList, countsOf, free, type Candidate } from './candidates.service';
import type { PlacementSearchQuery } from './search.dto';
import { toBedspaceSummary, toOverlap, toPremisesSummary, toResult, type Neighbour } from './search.reply';
import { fits, isOfUnknownSex, mixes, onlyFor, requireValidPlacement } from './search.rules';
import { signalsOf } from './suitability.rules';
import { unavailability } from './unavailable.rules';

const PAGE_SIZE = 20;
const SEX_NOT_KNOWN = 'SEX_NOT_KNOWN' as const;
const NOT_READY = 'REFERRAL_NOT_READY_TO_PLACE' as const;

interface Offers {
  readonly results: PlacementOffer[];
  /** Properties left out because the sex of somebody who stays there is not known. */
  readonly leftOut: number;
}

/** The search of our own pages: by nights, for a referral, with what is not free and why, and where else to look. */
@Injectable()
export class PlacementSearchService {
  constructor(
    private readonly candidates: CandidateList,
    private readonly placements: PlacementService,
  ) {}

  /** Bedspaces of the caller's region that a booking for these nights would get; those without a signal first, then by place. */
  async search(me: StaffMember, caller: Principal, body: PlacementSearchQuery): Promise<PlacementSearchResults> {
    requireValidPlacement(body.nights, body.probationDeliveryUnits);
    const stay = { arrivalDate: body.startDate, departureDate: addDays(body.startDate, body.nights) };
    const assessmentId = body.assessmentId?.toLowerCase();
    const referral = assessmentId ? await this.placements.placeContext(assessmentId, caller.token) : undefined;
    const candidates = await this.candidates.of({ ...body, regionId: me.regionId }, stay);
    const offers = await this.offers(caller, candidates, stay, { body, referral });
    const ranked = offers.results.toSorted((a, b) => a.signals.length - b.signals.length);
    const size = body.perPage ?? PAGE_SIZE;
    const from = ((body.page ?? 1) - 1) * size;
    return {
      resultsPremisesCount: new Set(ranked.map(({ premises }) => premises.id)).size,
      resultsBedspaceCount: ranked.length,
      results: ranked.slice(from, from + size),
      unavailable: body.includeUnavailable === true ? unavailableOf(candidates, stay, body) : [],
      alternatives: ranked.length === 0 ? await this.alternatives(me, caller, body, stay) : [],
      notices: noticesOf(offers, referral),
      placeContext: assessmentId && referral ? contextOf(assessmentId, referral) : null,
    };
  }

  private async offers(
    caller: Principal,
    candidates: readonly Candidate[],
    stay: Stay,
    { body, referral }: { body: PlacementSearchQuery; referral?: PlacedReferral | undefined },
  ): Promise<Offers> {
    const neighbours = await this.candidates.neighbours(caller, candidates, stay);
    const byPremises = Map.groupBy(neighbours, ({ row }) => row.premisesId);
    const only = onlyFor(body.premisesFilters);
    const results: PlacementOffer[] = [];
    let leftOut = 0;
    for (const candidate of candidates) {
      const here = byPremises.get(candidate.premises.id) ?? [];
      const persons = here.map(({ person }) => person);
      if (mixes(persons, only)) continue;
      const isUnsure = only !== undefined && persons.some(isOfUnknownSex);
      if (isUnsure) leftOut += 1;
      else results.push(...offersOf(candidate, here, { body, referral }));
    }
    return { results, leftOut };
  }

  /** The other delivery units of the region, searched for the same. A property of a unit that was replaced counts for those that took its place. */
  private async alternatives(me: StaffMember, caller: Principal, body: PlacementSearchQuery, stay: Stay) {
    const asked = new Set(unitsMeantBy(body.probationDeliveryUnits));
    const units = lists
      .all('probation-delivery-units')
      .filter(({ id, probationRegionId }) => probationRegionId === me.regionId && !asked.has(id))
      .filter(({ id }) => unitsNow(id).some((unit) => unit.id === id));
    const wanted = { ...body, regionId: me.regionId, probationDeliveryUnits: units.map(({ id }) => id) };
    const candidates = await this.candidates.of(wanted, stay);
    const { results } = await this.offers(caller, candidates, stay, { body });
    const unitOf = new Map(candidates.map(({ premises }) => [premises.id, premises.probationDeliveryUnitId]));
    const found = Map.groupBy(
      results.flatMap(({ premises }) => unitsNow(unitOf.get(premises.id))),
      ({ id }) => id,
    );
    const isNeighbour = neighbourOf(asked);
    return units
      .map(({ id, name, deliusCodes }) => ({
        probationDeliveryUnitId: id,
        name,
        bedspaceCount: found.get(id)?.length ?? 0,
        isNeighbour: deliusCodes.some(isNeighbour),
      }))
      .filter(({ bedspaceCount }) => bedspaceCount > 0)
      .toSorted((a, b) => Number(b.isNeighbour) - Number(a.isNeighbour) || b.bedspaceCount - a.bedspaceCount);
  }
}

/** Whether a unit of this code has a border with one of these units. */
const neighbourOf = (unitIds: ReadonlySet<string>) => {
  const isAsked = (code: string) => unitIds.has(lists.unitOfCode(code)?.id ?? '');
  return (code: string): boolean =>
    neighbouringUnits.some((pair) => pair.includes(code) && pair.some((other) => other !== code && isAsked(other)));
};

const offersOf = (
  candidate: Candidate,
  here: readonly Shown<Neighbour>[],
  { body, referral }: { body: PlacementSearchQuery; referral?: PlacedReferral | undefined },
): PlacementOffer[] => {
  const { premises } = candidate;
  const overlaps = here.map(({ row, person }) => toOverlap(row, person));
  return free(candidate)
    .filter(({ bedspace }) => fits(bedspace.characteristicIds, body.bedspaceFilters))
    .map((found) => ({
      ...toResult(premises, found, countsOf(candidate), overlaps),
      signals: referral
        ? signalsOf(referral, {
            premisesCharacteristicIds: premises.characteristicIds,
            bedspaceCharacteristicIds: found.bedspace.characteristicIds,
            others: here.filter(({ row }) => row.crn !== referral.crn).length,
          })
        : [],
    }));
};

const unavailableOf = (
  candidates: readonly Candidate[],
  stay: Stay,
  { bedspaceFilters }: PlacementSearchQuery,
): UnavailableBedspace[] =>
  candidates.flatMap((candidate) =>
    unavailability(candidate, stay)
      .filter(({ bedspace }) => fits(bedspace.characteristicIds, bedspaceFilters))
      .map(({ bedspace, ...why }) => ({
        premises: toPremisesSummary(candidate.premises, countsOf(candidate)),
        bedspace: toBedspaceSummary(bedspace),
        ...why,
      })),
  );

const noticesOf = ({ leftOut }: Offers, referral: PlacedReferral | undefined): PlacementSearchResults['notices'] => {
  const notices: PlacementSearchResults['notices'] = [];
  if (leftOut > 0)
    notices.push({
      code: SEX_NOT_KNOWN,
      detail: `${leftOut} ${leftOut === 1 ? 'property is' : 'properties are'} left out, because the sex of a person who stays there is not known. Search without men only or women only to see them`,
    });
  if (referral && referral.status !== 'ready_to_place')
    notices.push({
      code: NOT_READY,
      detail: `The referral is ${(referral.status ?? 'not known').replaceAll('_', ' ')}. It has to be ready to place before you can book`,
    });
  return notices;
};

const contextOf = (assessmentId: string, { crn, status, requiredFrom, isAbleToShare }: PlacedReferral) => ({
  assessmentId,
  crn,
  status,
  requiredFrom,
  isAbleToShare,
});
