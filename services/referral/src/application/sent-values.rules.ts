import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { dayProblem } from '@throughcare/forms/problems.rules';
import type { Day } from '@throughcare/base/calendar';
import type { InvalidParam } from '@throughcare/base/errors';
import { unitIsOfferedIn } from '@throughcare/reference/regions';
import type { DerivedFields } from '../form/derived.rules';
import { mayBePlacedIn, type Places } from '../form/places.rules';
import { questionNamed } from '../form/referral-form';
import { canBeReleasedAs, releaseTypesNamed } from '../form/release-types';

/** What clients send beside the answers: computed from them, so the answers decide. */
export type Submission = {
  readonly [Field in keyof Omit<DerivedFields, 'arrivalDate'>]?: DerivedFields[Field] | null;
} & {
  readonly arrivalDate: string;
  readonly probationDeliveryUnitId: string;
  readonly outOfRegionProbationRegionId?: string | null;
  readonly outOfRegionPduId?: string | null;
  readonly translatedDocument: Readonly<Record<string, unknown>>;
};

/** Events are stricter than requests about what an id is. */
const isEventId = (value: unknown): value is string =>
  ReferralSubmitted.data.shape.probationRegionId.safeParse(value).success;

const idFields = ['probationDeliveryUnitId', 'outOfRegionProbationRegionId', 'outOfRegionPduId'] as const;

/** Ids of lists that are no ids, that nobody knows, or whose unit is of another region. */
export const idProblems = (submission: Submission, homeRegionId: string): InvalidParam[] => {
  const region = submission.outOfRegionProbationRegionId ?? homeRegionId;
  const exists = {
    probationDeliveryUnitId: unitIsOfferedIn(submission.probationDeliveryUnitId, homeRegionId),
    outOfRegionProbationRegionId: mayBePlacedIn(submission.outOfRegionProbationRegionId),
    outOfRegionPduId: unitIsOfferedIn(submission.outOfRegionPduId, region),
  };
  return idFields
    .filter((field) => submission[field] != null)
    .flatMap((field) => {
      const errorType = !isEventId(submission[field]) ? 'invalid' : exists[field] ? undefined : 'doesNotExist';
      return errorType ? [{ propertyName: `$.${field}`, errorType }] : [];
    });
};

/** Both dates have the window that the form gives the release date. */
const { day: window = {} } = questionNamed('eligibility', 'release-date', 'releaseDate');

/** An assessor reads the readable copy: one without a section is none. */
const documentProblems = ({ translatedDocument: { sections } }: Submission): InvalidParam[] =>
  Array.isArray(sections) && sections.length > 0 ? [] : [{ propertyName: '$.translatedDocument', errorType: 'empty' }];

/** Dates outside the form's window, words that are not on the list, and types that exclude each other. */
export const valueProblems = (submission: Submission, today: Day): InvalidParam[] => {
  const dates = (['arrivalDate', 'personReleaseDate'] as const).flatMap((field) => {
    const day = submission[field];
    const errorType = day == null ? undefined : dayProblem(day, window, today);
    return errorType ? [{ propertyName: `$.${field}`, errorType }] : [];
  });
  const types = releaseTypesNamed(submission.prisonReleaseTypes ?? []);
  const unknown = types.flatMap((type, at) =>
    type === undefined ? [{ propertyName: `$.prisonReleaseTypes[${at}]`, errorType: 'invalid' }] : [],
  );
  const known = types.filter((type) => type !== undefined);
  const isPossible = unknown.length > 0 || known.length === 0 || canBeReleasedAs(known);
  return [
    ...documentProblems(submission),
    ...dates,
    ...unknown,
    ...(isPossible ? [] : [{ propertyName: '$.prisonReleaseTypes', errorType: 'invalid' }]),
  ];
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** Fields that a client sent otherwise than its own answers give them: its fault, worth knowing, and not the person's. */
export const differing = (submission: Submission, derived: DerivedFields, places: Places): string[] => {
  const away = places.placementRegionId !== places.homeRegionId;
  const expected: Readonly<Record<string, unknown>> = {
    ...derived,
    probationDeliveryUnitId: places.homePduId,
    ...(away && {
      outOfRegionProbationRegionId: places.placementRegionId,
      outOfRegionPduId: places.placementPduId,
    }),
  };
  const given = submission as unknown as Readonly<Record<string, unknown>>;
  return Object.keys(expected).filter((field) => given[field] != null && !same(given[field], expected[field]));
};
