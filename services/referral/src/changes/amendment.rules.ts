import { londonDate } from '@throughcare/base/calendar';
import { conflict } from '@throughcare/base/errors';
import { ReferralAmended } from '@throughcare/events/referral-amended.v1';
import type { AnswerProblem } from '@throughcare/forms/form';
import type { Application } from '../application/application.entity';
import { referenceOf } from '../application/reference.rules';
import { incomplete, requireConsent, requirePair, sexualRisk } from '../application/submission.rules';
import { withComputed } from '../application/summary.rules';
import { derivedFrom, summaryFrom, type DerivedFields } from '../form/derived.rules';
import { factsFor } from '../form/facts.rules';
import { placesIn, type Places } from '../form/places.rules';
import { problemsIn } from '../form/problems.rules';
import { readableCopy } from '../form/readable.rules';
import { differing } from '../saving/pages.rules';
import { requireLive } from './withdrawal.rules';

export interface Correction {
  /** The whole form, as JSON text. */
  readonly data: string;
  readonly byUserId: string;
}

/** What time alone has made wrong: nobody has to mend it to correct another page. */
const BY_TIME: readonly AnswerProblem['errorType'][] = ['inThePast', 'inTheFuture', 'tooFarAhead', 'doesNotExist'];

const requireAnswers = (data: unknown, pages: readonly string[], homeRegionId: string, now: Date): void => {
  const problems = problemsIn(data, homeRegionId, londonDate(now)).filter(
    ({ task, page, errorType }) => pages.includes(`${task}/${page}`) || !BY_TIME.includes(errorType),
  );
  if (problems.length > 0) throw incomplete(problems, []);
};

/** Where the person is to live. The team that has the referral stays; a unit of theirs may be another. */
const placesAfter = (application: Application, data: unknown, pages: readonly string[]): Places => {
  const { homeRegionId, homePduId, placementRegionId, placementPduId } = application;
  const before = { homeRegionId, homePduId, placementRegionId, placementPduId } as Places;
  const isMoved = pages.some((page) => /^(?:placement-location|contact-details)\//.test(page));
  const places = isMoved ? (placesIn(data, before.homeRegionId).places ?? before) : before;
  if (places.placementRegionId !== before.placementRegionId)
    throw conflict('PLACEMENT_REGION_FIXED', {
      detail: 'Another region cannot take over this referral. Withdraw it, then make a new referral',
    });
  return places;
};

const factsAfter = (application: Application, derived: DerivedFields, places: Places) => ({
  applicationId: application.id,
  crn: application.crn,
  nomsNumber: application.nomsNumber ?? undefined,
  eventNumber: application.eventNumber,
  submittedAt: (application.submittedAt as Date).toISOString(),
  probationRegionId: places.placementRegionId,
  probationDeliveryUnitId: places.placementPduId,
  homeProbationRegionId: places.homeRegionId,
  homeProbationDeliveryUnitId: places.homePduId,
  accommodationRequiredFromDate: derived.arrivalDate,
  releaseDate: derived.personReleaseDate ?? undefined,
  sexualRisk: sexualRisk(derived),
  createdByUserId: application.createdByUserId,
  prisonId: application.prisonId ?? undefined,
  copiedFromApplicationId: application.copiedFromApplicationId ?? undefined,
  ...(application.referenceNumber != null && { reference: referenceOf(application.referenceNumber) }),
  startedAt: application.createdAt.toISOString(),
  eligibilityReason: ReferralAmended.data.shape.eligibilityReason.safeParse(derived.eligibilityReason).data,
});

/** Corrects a submitted referral and freezes it again; undefined when the answers say what they said. */
export const amend = (application: Application, { data, byUserId }: Correction, now: Date) => {
  requireLive(application);
  const [before, after] = [application.data ?? '{}', data].map((text): unknown => JSON.parse(text));
  const pages = differing(before, after);
  if (pages.length === 0) return undefined;
  const homeRegionId = application.homeRegionId as string;
  requireAnswers(after, pages, homeRegionId, now);
  requireConsent(after);
  const derived = derivedFrom(after);
  requirePair(derived);
  const places = placesAfter(application, after, pages);
  const [was, is] = [
    factsAfter(application, derivedFrom(before), application as Places),
    factsAfter(application, derived, places),
  ];
  const changed = Object.keys(is).filter((field) => was[field as keyof typeof was] !== is[field as keyof typeof is]);
  const amendment = application.amendments + 1;
  const event = ReferralAmended.of({
    ...is,
    amendment,
    amendedAt: now.toISOString(),
    amendedByUserId: byUserId,
    changed,
  });
  const copy = readableCopy(after, factsFor(after, homeRegionId, londonDate(now)));
  const changes = {
    ...derived,
    ...places,
    data,
    readableCopy: copy,
    document: copy,
    amendments: amendment,
    summaryData: withComputed(application.summaryData ?? '{}', summaryFrom(after)),
    revision: application.revision + 1,
  };
  return { changes, events: [event], pages };
};
