import { isObject } from '@throughcare/forms/answers.rules';
import type { AnswerProblem } from '@throughcare/forms/form';
import { regionOf, unitIsOfferedIn } from '@throughcare/reference/regions';
import { isNational } from './facts.rules';
import { answersOf, visited } from './referral-form';

/** Where the practitioner works, and where the person is to live; both are kept, so that neither list is wrong. */
export interface Places {
  readonly homeRegionId: string;
  readonly homePduId: string;
  readonly placementRegionId: string;
  readonly placementPduId: string;
}

const LOCATION = 'placement-location';
const idOf = (value: unknown): string | undefined => (typeof value === 'string' ? value.toLowerCase() : undefined);

/** A region without a homelessness prevention team, as the national one, places nobody; nor does one that is no longer in use. */
export const mayBePlacedIn = (regionId: string | null | undefined): boolean => {
  const region = regionOf(regionId);
  return region?.isActive === true && region.hptEmail !== null;
};

const homeUnit = (data: unknown): string | undefined => {
  const { pdu } = answersOf(data, 'contact-details', 'probation-practitioner') ?? {};
  return isObject(pdu) ? idOf(pdu.id) : undefined;
};

const problem = (task: string, page: string, field: string): AnswerProblem => ({
  task,
  page,
  field,
  errorType: 'doesNotExist',
});

/** The placement as its pages have it: another region with a unit of it, another unit at home, or the practitioner's own. */
const placement = (data: unknown, homeRegionId: string, homePduId: string | undefined) => {
  const pages = visited(data, LOCATION, { known: { isNational: isNational(homeRegionId) } });
  const away = pages.get('placement-pdu');
  if (away) {
    const at = { regionId: idOf(pages.get('different-region')?.regionId), pduId: idOf(away.pduId) };
    const region = mayBePlacedIn(at.regionId) ? [] : [problem(LOCATION, 'different-region', 'regionId')];
    const unit = unitIsOfferedIn(at.pduId, at.regionId) ? [] : [problem(LOCATION, 'placement-pdu', 'pduId')];
    return { ...at, problems: [...region, ...unit] };
  }
  const region = mayBePlacedIn(homeRegionId) ? [] : [problem(LOCATION, 'different-region', 'regionId')];
  const other = pages.get('alternative-pdu');
  if (other?.alternativePdu !== 'yes') return { regionId: homeRegionId, pduId: homePduId, problems: region };
  const pduId = idOf(other.pduId);
  const unit = unitIsOfferedIn(pduId, homeRegionId) ? [] : [problem(LOCATION, 'alternative-pdu', 'pduId')];
  return { regionId: homeRegionId, pduId, problems: [...region, ...unit] };
};

/** Reads where the person is to live from the answers; every region and unit exists, and the unit belongs to the region. */
export const placesIn = (
  data: unknown,
  homeRegionId: string,
): { readonly places?: Places; readonly problems: readonly AnswerProblem[] } => {
  const homePduId = homeUnit(data);
  const isHome = unitIsOfferedIn(homePduId, homeRegionId);
  const { regionId, pduId, problems } = placement(data, homeRegionId, homePduId);
  const home = isHome ? [] : [problem('contact-details', 'practitioner-pdu', 'pdu')];
  const all = [...problems, ...home];
  if (all.length > 0 || !homePduId || !regionId || !pduId) return { problems: all };
  return {
    places: { homeRegionId, homePduId, placementRegionId: regionId, placementPduId: pduId },
    problems: [],
  };
};
