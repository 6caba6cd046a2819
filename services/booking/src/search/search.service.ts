import { Injectable } from '@nestjs/common';
import type { Principal } from '@throughcare/platform/auth';
import type { StaffMember } from '@throughcare/platform/staff';
import { CandidateList, countsOf, free } from './candidates.service';
import { toOverlap, toResult } from './search.reply';
import { fits, mixes, onlyFor, requireValidSearch, stayOf, type SearchRequest } from './search.rules';

/** The search of the public API. */
@Injectable()
export class SearchService {
  constructor(private readonly candidates: CandidateList) {}

  /** Bedspaces of the caller's region that a booking for these dates would get, by delivery unit, property and reference. */
  async search(me: StaffMember, caller: Principal, request: SearchRequest) {
    requireValidSearch(request);
    const stay = stayOf(request);
    const candidates = await this.candidates.of({ ...request, regionId: me.regionId }, stay);
    const neighbours = await this.candidates.neighbours(caller, candidates, stay);
    const byPremises = Map.groupBy(neighbours, ({ row }) => row.premisesId);
    const only = onlyFor(request.premisesFilters);
    const results = candidates.flatMap((candidate) => {
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
}
