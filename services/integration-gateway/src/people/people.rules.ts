import { differenceInDays } from '@throughcare/base/calendar';
import type { CaseAccess, CaseSummary } from '../ndelius/ndelius.schema';
import type { InmateDetail, Movement } from '../prison-api/prison-api.schema';

type Status = 'InCustody' | 'InCommunity' | 'Unknown';

/** Where the person is, as far as anyone has told us. */
export interface Whereabouts {
  readonly status: Status;
  readonly prisonName: string | null;
  /** Absent where it is not known, or between prisons. */
  readonly prisonId?: string;
}
export const UNKNOWN_PLACE: Whereabouts = { status: 'Unknown', prisonName: null };

const statuses: Readonly<Record<string, Status>> = { IN: 'InCustody', TRN: 'InCustody', OUT: 'InCommunity' };

/** From the prison API. At court or on day release the person is OUT, as existing clients are used to. */
export const whereaboutsOf = (inmate: InmateDetail | undefined): Whereabouts => {
  const status = statuses[inmate?.inOutStatus ?? ''] ?? 'Unknown';
  const unit = inmate?.assignedLivingUnit;
  if (status !== 'InCustody') return { status, prisonName: null };
  const prisonId = inmate?.inOutStatus === 'IN' ? unit?.agencyId : undefined;
  return {
    status,
    prisonName: unit?.agencyName ?? unit?.agencyId ?? null,
    ...(prisonId !== undefined && { prisonId }),
  };
};

/** The same from the newest movement, which is what a list can ask of many at once. */
export const placeAfter = ({ directionCode, movementType, toAgencyDescription, toAgency }: Movement): Whereabouts => {
  if (directionCode === 'IN')
    return {
      status: 'InCustody',
      prisonName: toAgencyDescription ?? toAgency ?? null,
      ...(toAgency !== undefined && { prisonId: toAgency }),
    };
  return { status: movementType === 'TRN' ? 'InCustody' : 'InCommunity', prisonName: null };
};

export const unknownPerson = (crn: string) => ({ type: 'UnknownPerson' as const, crn });
const restrictedPerson = (crn: string) => ({ type: 'RestrictedPerson' as const, crn });

/** nDelius bars somebody from the person, whoever that is. */
export const isLimited = ({ currentExclusion, currentRestriction }: CaseSummary): boolean =>
  currentExclusion || currentRestriction;

const nameOf = ({ name }: CaseSummary): string => `${name.forename} ${name.surname}`;

/** For an index of names, which has none of people with limits. */
export const indexEntryOf = (summary: CaseSummary) => ({
  crn: summary.crn,
  name: isLimited(summary) ? null : nameOf(summary),
  sex: isLimited(summary) ? null : (summary.gender ?? null),
});

const fullPerson = (summary: CaseSummary, { status, prisonName, prisonId }: Whereabouts) => ({
  type: 'FullPerson' as const,
  crn: summary.crn,
  name: nameOf(summary),
  dateOfBirth: summary.dateOfBirth,
  sex: summary.gender ?? 'Not found',
  status,
  nomsNumber: summary.nomsId ?? null,
  pncNumber: summary.pnc ?? null,
  ethnicity: summary.profile?.ethnicity ?? null,
  nationality: summary.profile?.nationality ?? null,
  religionOrBelief: summary.profile?.religion ?? null,
  genderIdentity: summary.profile?.genderIdentity ?? null,
  prisonName,
  ...(prisonId !== undefined && { prisonId }),
  isRestricted: isLimited(summary),
});
export type Person =
  ReturnType<typeof fullPerson> | ReturnType<typeof restrictedPerson> | ReturnType<typeof unknownPerson>;

/** May see only what nDelius has answered "neither excluded nor restricted" to; no row is no permission. */
export const maySee = (access: CaseAccess | undefined): boolean =>
  access !== undefined && !access.userExcluded && !access.userRestricted;

/** The person as this caller may see them. nDelius says "unlimited" of CRNs it does not know, so the summary comes first. */
export const personFor = (
  crn: string,
  summary: CaseSummary | undefined,
  access: CaseAccess | undefined,
  place: Whereabouts = UNKNOWN_PLACE,
): Person => {
  if (!summary) return unknownPerson(crn);
  return maySee(access) ? fullPerson(summary, place) : restrictedPerson(crn);
};

/** Between prisons (`TRN`), at court, outside: no prison holds them now. */
export const isOutside = ({ agencyId }: Pick<InmateDetail, 'agencyId'>): boolean =>
  agencyId === undefined || agencyId === 'OUT' || agencyId === 'TRN';

/** The prisons on both sides of a person's newest movement: whoever let them go or awaits them. */
export const prisonsOf = (newest: Pick<Movement, 'fromAgency' | 'toAgency'> | undefined): (string | undefined)[] => [
  newest?.fromAgency,
  newest?.toAgency,
];

const yearsBetween = (birth: string, today: string): number =>
  Number(today.slice(0, 4)) - Number(birth.slice(0, 4)) - (today.slice(5) < birth.slice(5) ? 1 : 0);

const ageOn = (birth: string | undefined, today: string): number | null => {
  try {
    return birth !== undefined && differenceInDays(birth, today) >= 0 ? yearsBetween(birth, today) : null;
  } catch {
    return null;
  }
};

/** `PrisonerPersonal` of the passport. Telephone and e-mail are nDelius's and not asked for here. */
export const prisonerPersonalOf = (noms: string, inmate: InmateDetail, today: string) => {
  const unit = inmate.assignedLivingUnit;
  const sentence = inmate.sentenceDetail;
  return {
    prisonerNumber: noms,
    prisonId: inmate.agencyId ?? 'OUT',
    firstName: inmate.firstName,
    middleNames: inmate.middleName ?? null,
    lastName: inmate.lastName,
    releaseDate: sentence?.confirmedReleaseDate ?? sentence?.releaseDate ?? null,
    releaseType: sentence?.nonDtoReleaseDateType ?? null,
    dateOfBirth: inmate.dateOfBirth ?? null,
    age: ageOn(inmate.dateOfBirth, today),
    location: unit?.description ?? null,
    facialImageId: inmate.facialImageId === undefined ? null : String(inmate.facialImageId),
    mobile: null,
    telephone: null,
    email: null,
    prisonName: unit?.agencyName ?? null,
    isHomeDetention: sentence?.homeDetentionCurfewActualDate !== undefined,
    isRecall: inmate.recall ?? null,
  };
};
