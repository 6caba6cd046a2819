import { isNomsNumber } from '@throughcare/base/person-numbers';
import { isAnyCrn, quarantine, type Intake } from './decision.rules';
import type { HmppsMessage } from './hmpps-message.rules';
import type { Moment } from './moment.rules';

/** nDelius's word that a CRN and a prison number are one person. */
export const linkIntake = ({ type, crn, noms }: HmppsMessage, occurredAt: Moment): Intake => {
  if (crn === undefined || noms === undefined) return quarantine(type, 'PERSON_MISSING');
  if (!isAnyCrn(crn) || !isNomsNumber(noms)) return quarantine(type, 'PERSON_UNREADABLE');
  return { decision: 'link', type, occurredAt, link: { crn, noms } };
};

interface MergeFields {
  readonly decision: 'merge' | 'unmerge';
  readonly numberType: 'crn' | 'noms';
  /** Members of `additionalInformation` with the number that goes (or comes back), and with the one that stays. */
  readonly from: string;
  readonly into: string;
}

/** Numbers are taken from the fields, whatever the description and the person reference say beside them. */
export const mergeIntake = ({ decision, numberType, from: fromField, into: intoField }: MergeFields) => ({
  reads: [fromField, intoField],
  intake: (message: HmppsMessage, occurredAt: Moment): Intake => {
    const { type } = message;
    const [from, into] = [fromField, intoField].map((name) => message.information(name)?.toUpperCase());
    if (from === undefined || into === undefined) return quarantine(type, 'PERSON_MISSING');
    const isNumber = numberType === 'noms' ? isNomsNumber : isAnyCrn;
    if (!isNumber(from) || !isNumber(into)) return quarantine(type, 'PERSON_UNREADABLE');
    if (from === into) return quarantine(type, 'PERSON_AMBIGUOUS');
    return { decision, type, occurredAt, merge: { numberType, from, into } };
  },
});
