/**
 * What our services believe of each other's answers, as pairs of request and answer. Stand-ins in a service's own tests answer from
 * here; `tools/local/src/bad-days/who-sees-whom.test.ts` asks the real services the same and holds both together.
 */
export interface Agreement {
  readonly of: 'integration-gateway' | 'assessment' | 'referral' | 'booking';
  /** Method and route, with `{names}`. */
  readonly request: string;
  readonly status: number;
  /** Members that a reader relies on, with values of the right kind. More may be there. */
  readonly body: unknown;
}

const agreement = <B>(of: Agreement['of'], request: string, status: number, body: B) => ({ of, request, status, body });
const refusal = (of: Agreement['of'], request: string, status: number, code: string) =>
  agreement(of, request, status, { status, code });

const PRISONER = 'GET /people/prisoner/{nomsId}';
const ASSESSMENT = 'GET /cas3/assessments/{assessmentId}';
const APPLICATION = 'GET /cas3/applications/{applicationId}';
const BOOKING = 'GET /cas3/v2/bookings/{bookingId}';
const ID = '7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11';

export const AGREEMENTS = {
  profile: agreement('integration-gateway', 'GET /profile/v2', 200, {
    deliusUsername: 'CAST_02',
    loadError: null,
    user: {
      id: ID,
      name: 'Cast Two',
      deliusUsername: 'CAST_02',
      isActive: true,
      roles: ['assessor'],
      region: { id: ID, name: 'London' },
      staffCode: 'N07S002',
      probationRegionCode: 'N07',
      probationDeliveryUnit: { id: ID, name: 'Croydon' },
    },
  }),
  noProfile: agreement('integration-gateway', 'GET /profile/v2', 200, {
    deliusUsername: 'CAST_07',
    loadError: 'staff_record_not_found',
    user: null,
  }),
  people: agreement('integration-gateway', 'POST /people/summaries', 200, [
    {
      type: 'FullPerson',
      crn: 'X900009',
      name: 'Ada Byron',
      dateOfBirth: '1980-01-10',
      sex: 'Male',
      status: 'InCustody',
      nomsNumber: 'A9009AA',
    },
  ]),
  hiddenPeople: agreement('integration-gateway', 'POST /people/summaries', 200, [
    { type: 'RestrictedPerson', crn: 'X900009' },
  ]),
  unknownPeople: agreement('integration-gateway', 'POST /people/summaries', 200, [
    { type: 'UnknownPerson', crn: 'X000000' },
  ]),
  prisoner: agreement('integration-gateway', PRISONER, 200, {
    prisonerNumber: 'A9009AA',
    prisonId: 'MDI',
    firstName: 'JOE',
    middleNames: null,
    lastName: 'BLOGGS',
    releaseDate: null,
    releaseType: null,
    dateOfBirth: '1990-01-31',
    age: 36,
    location: null,
    facialImageId: null,
    mobile: null,
    telephone: null,
    email: null,
    prisonName: 'Moorland (HMP & YOI)',
    isHomeDetention: false,
    isRecall: null,
  }),
  unknownPrisoner: refusal('integration-gateway', PRISONER, 404, 'PRISONER_NOT_FOUND'),
  /** The passport turns it into 404: to its callers somebody hidden and somebody unknown look the same. */
  hiddenPrisoner: refusal('integration-gateway', PRISONER, 403, 'PERSON_RESTRICTED'),
  assessment: agreement('assessment', ASSESSMENT, 200, {
    status: 'ready_to_place',
    application: { id: ID, person: { type: 'FullPerson', crn: 'X900009' } },
  }),
  unknownAssessment: refusal('assessment', ASSESSMENT, 404, 'ASSESSMENT_NOT_FOUND'),
  application: agreement('referral', APPLICATION, 200, { id: ID, person: { type: 'FullPerson', crn: 'X900009' } }),
  unknownApplication: refusal('referral', APPLICATION, 404, 'APPLICATION_NOT_FOUND'),
  booking: agreement('booking', BOOKING, 200, { id: ID }),
  unknownBooking: refusal('booking', BOOKING, 404, 'BOOKING_NOT_FOUND'),
  bookingOfAnotherRegion: agreement('booking', BOOKING, 403, { status: 403 }),
} satisfies Readonly<Record<string, Agreement>>;

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

/** Where an answer lacks what was agreed: a member that is missing or of another kind. Null is agreed as "null or anything". */
export const disagreements = (agreed: unknown, actual: unknown, at = '$'): string[] => {
  if (agreed === null) return actual === undefined ? [`${at} is missing`] : [];
  const [wanted, got] = [kindOf(agreed), kindOf(actual)];
  if (wanted !== got) return [`${at} is ${actual === undefined ? 'missing' : got}, not ${wanted}`];
  if (Array.isArray(agreed))
    return agreed.flatMap((item, n) => disagreements(item, (actual as unknown[])[n], `${at}[${n}]`));
  if (wanted !== 'object') return [];
  return Object.entries(agreed as object).flatMap(([name, value]) =>
    ['code', 'type', 'loadError'].includes(name) && typeof value === 'string'
      ? value === (actual as Record<string, unknown>)[name]
        ? []
        : [`${at}.${name} is not ${value}`]
      : disagreements(value, (actual as Record<string, unknown>)[name], `${at}.${name}`),
  );
};
