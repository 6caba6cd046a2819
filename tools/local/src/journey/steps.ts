// One person from referral to departure: what is done, in whose name, and what must follow from it everywhere.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Place, type Stay, arrive, book, bookingFor, bookingStatus, confirm, depart } from '../flow/placement';
import { type Reference, readReference } from '../flow/reference';
import { accept, allocate, assessmentOf, createReferral, saveReferral, submitReferral } from '../flow/referral';
import type { Context } from './context';
import { freePlace, journeyUnit, stayDates } from './free-place';
import { release, releaseMessage, send } from './release-message';

export const person = { crn: 'X900043', noms: release.noms };
export const referrer = 'CAST_01';
export const assessor = 'CAST_02';

/** What the steps learn from each other. */
export interface Course {
  applicationId?: string;
  assessmentId?: string;
  place?: Place;
  stay?: Stay;
  reference?: Reference;
  /** Copies of the release that the gateway had counted before. */
  heardBefore?: number;
  /** The release message in SQS. */
  messageId?: string;
  /** Sentences for the reader. */
  notes: string[];
}

export interface Step {
  readonly title: string;
  readonly act: (context: Context, course: Course) => Promise<void>;
  /** Event types that must be published because of it. */
  readonly events: (course: Course) => readonly string[];
  /** Contact that nDelius must hold afterwards. */
  readonly contact?: { readonly type: string; readonly reference: (course: Course) => string };
}

const cas3 = 'accommodation.cas3';
const required = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('An earlier step left nothing to go on with');
  return value;
};

// Each act can be repeated: a caller whose request had no answer looks first at what has become of it.

const refer: Step['act'] = async ({ api }, course) => {
  course.reference ??= await readReference(api, assessor);
  const { arrivalDate } = stayDates();
  const wish = { crn: person.crn, unitId: course.reference.unit(journeyUnit), arrivalDate, releaseDate: arrivalDate };
  course.applicationId ??= await createReferral(api, referrer, person.crn);
  const { status } = await api.get<{ status: string }>(referrer, `/cas3/applications/${course.applicationId}`);
  if (status !== 'inProgress') return;
  await saveReferral(api, referrer, course.applicationId, wish);
  await submitReferral(api, referrer, course.applicationId, wish);
};

const assess: Step['act'] = async ({ api }, course) => {
  const { id, status } = await assessmentOf(api, assessor, required(course.applicationId));
  course.assessmentId = id;
  if (status === 'unallocated') await allocate(api, assessor, id);
  if (status !== 'ready_to_place') await accept(api, assessor, id);
};

const reserve: Step['act'] = async ({ api }, course) => {
  const assessmentId = required(course.assessmentId);
  const before = course.place && (await bookingFor(api, assessor, course.place, assessmentId));
  course.place ??= await freePlace(api, required(course.reference));
  const request = { ...course.place, crn: person.crn, assessmentId, ...stayDates() };
  course.stay = before ?? (await book(api, assessor, request));
};

/** Presses a button that the booking has only in one state. */
const press =
  (state: string, button: (context: Context, stay: Stay, course: Course) => Promise<unknown>): Step['act'] =>
  async (context, course) => {
    const stay = required(course.stay);
    if ((await bookingStatus(context.api, assessor, stay)) === state) await button(context, stay, course);
  };

/**
 * The gateway remembers facts, not messages: a release it has heard of is counted, and changes nothing. Sent once only: a
 * message that a dead gateway held comes back by itself.
 */
const letGo: Step['act'] = async ({ aws, watch }, course) => {
  const told = () => watch.message(release.type, release.occurredAt);
  course.heardBefore ??= (await told())?.copies ?? 0;
  course.messageId ??= await send(aws, releaseMessage);
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(100)) {
    const now = await told();
    if (!now || now.copies <= course.heardBefore) continue;
    const known = `the gateway has heard of this release before (copy ${now.copies}), so it tells nobody again`;
    const fresh = `the gateway took it as ${now.decision} and asks the prison API`;
    course.notes.push(`the message is in SQS as ${course.messageId}`, course.heardBefore > 0 ? known : fresh);
    return;
  }
  throw new Error('The gateway did not take the release message from the queue');
};

const leave = press('arrived', ({ api }, stay, { reference }) =>
  depart(api, assessor, stay, {
    day: stayDates().arrivalDate,
    reasonId: required(reference).departureReason('Planned Move on'),
    moveOnCategoryId: required(reference).moveOnCategory('Rental accommodation - social rental'),
  }),
);

const moveIn = press('confirmed', ({ api }, stay) => {
  const { arrivalDate, departureDate } = stayDates();
  return arrive(api, assessor, stay, arrivalDate, departureDate);
});

const ofBooking = (name: string) => (course: Course) => `urn:hmpps:cas3:${name}:${required(course.stay).bookingId}`;

export const steps: readonly Step[] = [
  {
    title: `${referrer} refers ${person.crn}`,
    act: refer,
    events: () => [`${cas3}.referral.submitted`],
    contact: {
      type: 'EARS',
      reference: ({ applicationId }) => `urn:hmpps:cas3:application-submitted:${applicationId}`,
    },
  },
  {
    title: `${assessor} takes the referral and finds the person ready to place`,
    act: assess,
    events: () => [`${cas3}.assessment.allocated`, `${cas3}.assessment.ready-to-place`],
  },
  {
    title: `${assessor} books a bedspace`,
    act: reserve,
    events: () => [`${cas3}.booking.provisionally-made`],
    contact: { type: 'EABP', reference: ofBooking('booking-provisionally-made') },
  },
  {
    title: `${assessor} confirms the booking, which closes the assessment`,
    act: press('provisional', ({ api }, stay) => confirm(api, assessor, stay)),
    events: () => [`${cas3}.booking.confirmed`, `${cas3}.assessment.closed`],
    contact: { type: 'EACO', reference: ofBooking('booking-confirmed') },
  },
  {
    title: `the prison releases ${person.noms}: the real message arrives from HMPPS`,
    act: letGo,
    events: ({ heardBefore }) => (heardBefore === 0 ? ['custody.person.released'] : []),
  },
  {
    title: `${assessor} records the arrival`,
    act: moveIn,
    events: () => [`${cas3}.person.arrived`],
    contact: { type: 'EAAR', reference: ofBooking('person-arrived') },
  },
  {
    title: `${assessor} records the departure`,
    act: leave,
    events: () => [`${cas3}.person.departed`],
    contact: { type: 'EADP', reference: ofBooking('person-departed') },
  },
];
