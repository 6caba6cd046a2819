import { differenceInDays, londonDate, type Day } from '@throughcare/base/calendar';
import type { AssessmentStatus } from '../assessment/assessment-state';

/** What a prison last said of the person since the referral came. */
export interface Movement {
  readonly inCustody: boolean;
  readonly isRecall: boolean;
  readonly hasDied: boolean;
  readonly occurredAt: Date;
}

export interface Concerned {
  readonly status: AssessmentStatus;
  readonly createdAt: Date;
  readonly accommodationRequiredFromDate: Day;
  readonly releaseDate: Day | null;
}

export interface Known {
  readonly movement?: Movement | undefined;
  /** The release date that the prison had when it was last asked; null: none. */
  readonly prisonDate?: { readonly day: Day | null; readonly changedAt: Date } | undefined;
  /** The newest booking to which nobody came, where no other is there by now. */
  readonly absence?: { readonly expectedOn: Day; readonly reason: string } | undefined;
  /** The CRN that the referral was made with, where nDelius has merged it into another since. */
  readonly mergedFrom?: string | undefined;
  /** Which risks differ from those of the submission, and since when that is known. */
  readonly risks?: { readonly changed: readonly string[]; readonly checkedAt: Date } | undefined;
}

export type AlertKind =
  | ('recalled' | 'received-into-custody' | 'released-before-place' | 'records-merged' | 'risks-changed')
  | ('died' | 'release-date-changed' | 'not-arrived');

/** Something that happened to the person, which nobody has acted on yet: what it is, and what to do. */
export interface Alert {
  /** The same for the same cause, however often it is heard of. */
  readonly alert: string;
  readonly kind: AlertKind;
  readonly on: Day | null;
  readonly message: string;
  readonly whatToDo: string;
}

const dayText = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const written = (day: Day): string => dayText.format(new Date(`${day}T00:00:00Z`));

const received = (on: Day, isRecall: boolean): Alert => ({
  alert: `received-${on}`,
  kind: isRecall ? 'recalled' : 'received-into-custody',
  on,
  message: isRecall
    ? `The person was recalled to custody on ${written(on)}, according to the prison.`
    : `The person was received into custody on ${written(on)}, according to the prison.`,
  whatToDo:
    'Check with the practitioner whether a place is still needed. If it is not, reject the referral. If it is, change the release date and the required-from date.',
});

const releasedEarly = (on: Day, requiredFrom: Day): Alert => {
  const nights = differenceInDays(on, requiredFrom);
  return {
    alert: `released-${on}`,
    kind: 'released-before-place',
    on,
    message: `The person was released on ${written(on)}: ${nights} ${nights === 1 ? 'night' : 'nights'} without a bed before a place is needed on ${written(requiredFrom)}.`,
    whatToDo:
      'Ask the practitioner where the person is staying. If a place is needed earlier, change the required-from date and look for a bedspace.',
  };
};

const died = (on: Day): Alert => ({
  alert: `died-${on}`,
  kind: 'died',
  on,
  message: `The person died on ${written(on)}, according to the prison.`,
  whatToDo:
    'Check with the practitioner before anything else is sent about the person. Cancel any booking, then reject the referral.',
});

const dateChanged = (day: Day | null, before: Day | null, changedAt: Date): Alert => {
  const referral = before === null ? 'The referral has none.' : `The referral says ${written(before)}.`;
  return {
    alert: `release-date-${day ?? 'none'}`,
    kind: 'release-date-changed',
    on: londonDate(changedAt),
    message:
      day === null
        ? `The prison has no release date for the person any more. ${referral}`
        : `The prison has another release date for the person: ${written(day)}. ${referral}`,
    whatToDo:
      'Check the date with the practitioner. If it is right, change the release date and the required-from date, and any booking with them.',
  };
};

const notArrived = ({ expectedOn, reason }: NonNullable<Known['absence']>): Alert => ({
  alert: `not-arrived-${expectedOn}`,
  kind: 'not-arrived',
  on: expectedOn,
  message: `The person did not arrive on ${written(expectedOn)}: ${reason}.`,
  whatToDo:
    'Ask the practitioner where the person is and whether a place is still needed. If it is, book again. If it is not, reject the referral.',
});

const merged = (from: string): Alert => ({
  alert: `merged-${from}`,
  kind: 'records-merged',
  on: null,
  message: `nDelius has merged the record ${from}, with which this referral was made, into another one.`,
  whatToDo:
    'Check that no other referral or booking of the same person is open, and that the risk information is still right.',
});

const PARTS: Readonly<Record<string, string>> = {
  roshRisks: 'risk of serious harm',
  mappa: 'MAPPA',
  tier: 'tier',
  flags: 'risk flags',
};
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

const risksDiffer = (changed: readonly string[], on: Day): Alert => ({
  alert: `risks-${changed.join('+')}-${on}`,
  kind: 'risks-changed',
  on,
  message: `Since the referral was submitted, this has changed: ${list.format(changed.map((part) => PARTS[part] ?? part))}.`,
  whatToDo:
    'Look at the risks of the referral as they are now, and check with the practitioner that the place is still suitable.',
});

const isOpen = (status: AssessmentStatus) => status !== 'rejected' && status !== 'closed';

/** Of somebody who has left custody since, a release date says nothing more. */
const isNews = (
  { createdAt, releaseDate }: Concerned,
  { day, changedAt }: NonNullable<Known['prisonDate']>,
  movement: Movement | undefined,
): boolean =>
  changedAt > createdAt && day !== releaseDate && !(movement?.inCustody === false && movement.occurredAt > createdAt);

/**
 * Alerts follow from what is known and are kept nowhere: a message that comes twice raises one, and an alert goes when the dates are changed,
 * or the person's situation is. Nothing is decided by itself.
 */
export const alertsOf = (
  assessment: Concerned,
  { movement, prisonDate, absence, mergedFrom, risks }: Known,
): Alert[] => {
  if (!isOpen(assessment.status)) return [];
  const alerts: Alert[] = [];
  if (movement && movement.occurredAt > assessment.createdAt) {
    const on = londonDate(movement.occurredAt);
    const { accommodationRequiredFromDate: requiredFrom } = assessment;
    if (movement.hasDied) return [died(on)];
    if (movement.inCustody) alerts.push(received(on, movement.isRecall));
    else if (on < requiredFrom) alerts.push(releasedEarly(on, requiredFrom));
  }
  if (prisonDate && isNews(assessment, prisonDate, movement))
    alerts.push(dateChanged(prisonDate.day, assessment.releaseDate, prisonDate.changedAt));
  if (absence) alerts.push(notArrived(absence));
  if (mergedFrom !== undefined) alerts.push(merged(mergedFrom));
  if (risks && risks.changed.length > 0) alerts.push(risksDiffer(risks.changed, londonDate(risks.checkedAt)));
  return alerts;
};
