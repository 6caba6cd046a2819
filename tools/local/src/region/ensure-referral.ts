// One planned person through the real API, as far as planned. Someone who has a referral already is left alone.
import { addDays, londonDate } from '@throughcare/base/calendar';
import type { Api } from '../api';
import { arrive, book, confirm, depart, type Stay } from '../flow/placement';
import type { Reference } from '../flow/reference';
import { accept, allocate, assessmentOf, createReferral, reject, saveReferral, submitReferral } from '../flow/referral';
import type { Bed, Beds } from './ensure-estate';
import { type PlannedReferral, STAGES, type Stage } from './people';

const NIGHTS = 56;

const reaches = (planned: PlannedReferral, stage: Stage) => STAGES.indexOf(planned.stage) >= STAGES.indexOf(stage);

const place = async (
  api: Api,
  planned: PlannedReferral,
  assessmentId: string,
  { premisesId, bedspaceId }: Bed,
  reference: Reference,
) => {
  const { assessor, crn, inDays } = planned;
  const arrivalDate = addDays(londonDate(new Date()), inDays);
  const departureDate = addDays(arrivalDate, NIGHTS);
  const stay: Stay = await book(api, assessor, {
    premisesId,
    bedspaceId,
    crn,
    assessmentId,
    arrivalDate,
    departureDate,
  });
  if (reaches(planned, 'confirmed')) await confirm(api, assessor, stay);
  if (reaches(planned, 'arrived')) await arrive(api, assessor, stay, arrivalDate, departureDate);
  if (!reaches(planned, 'departed')) return;
  await depart(api, assessor, stay, {
    day: arrivalDate,
    reasonId: reference.departureReason('Planned Move on'),
    moveOnCategoryId: reference.moveOnCategory('Rental accommodation - social rental'),
  });
};

const assess = async (api: Api, planned: PlannedReferral, applicationId: string, reference: Reference, beds: Beds) => {
  const { assessor, stage } = planned;
  const { id } = await assessmentOf(api, assessor, applicationId);
  if (stage === 'submitted') return;
  await allocate(api, assessor, id);
  if (stage === 'rejected')
    return void (await reject(api, assessor, id, reference.rejectionReason('No bedspace available in PDU')));
  if (!reaches(planned, 'ready')) return;
  await accept(api, assessor, id);
  const bed = planned.place && beds.get(planned.place.join('/'));
  if (reaches(planned, 'provisional') && bed) await place(api, planned, id, bed, reference);
};

/** Refers, assesses and places one person as far as planned. */
export const ensureReferral = async (
  api: Api,
  planned: PlannedReferral,
  reference: Reference,
  beds: Beds,
): Promise<void> => {
  const { referrer, crn } = planned;
  const arrivalDate = addDays(londonDate(new Date()), planned.inDays);
  const wish = { crn, unitId: reference.unit(planned.unit), arrivalDate, releaseDate: arrivalDate };
  const id = await createReferral(api, referrer, crn);
  await saveReferral(api, referrer, id, wish);
  if (planned.stage === 'draft') return;
  await submitReferral(api, referrer, id, wish);
  await assess(api, planned, id, reference, beds);
};

/** CRNs that these practitioners have referred already. */
export const referredAlready = async (api: Api, referrers: Iterable<string>): Promise<Set<string>> => {
  const found = new Set<string>();
  for (const referrer of referrers) {
    const list = await api.get<{ person: { crn: string } }[]>(referrer, '/cas3/applications');
    for (const { person } of list) found.add(person.crn);
  }
  return found;
};
