import { answersOf } from '@throughcare/forms/answers.rules';
import { type Answers, type Facts, type Option, type PageAnswers, pageOf, taskOf } from '@throughcare/forms/form';
import { type Choice, regionChoices, unitChoices } from '@throughcare/reference/choices';
import { deliveryUnitOf, regionOf } from '@throughcare/reference/regions';
import type { Me } from '@throughcare/web/visit/me';
import { FORM } from './referral-form';

type Whose = Pick<Me, 'name' | 'email' | 'phone' | 'pduId' | 'pduName' | 'regionId' | 'regionName'>;

const byText = (choices: readonly Choice[]): Option[] => choices.toSorted((a, b) => a.text.localeCompare(b.text, 'en'));

const LOCATION = 'placement-location';

const answerOn = (answers: Answers, taskSlug: string, slug: string): PageAnswers => {
  const task = taskOf(FORM, taskSlug);
  const page = task && pageOf(task, slug);
  return (task && page && answersOf(task, page, answers)) ?? {};
};

/** What the pages of a referral know besides its answers: the lists to choose from, and whether its author is of the national region. */
export const factsFor = (me: Whose, answers: Answers, today: string): Facts => ({
  today,
  known: { isNational: me.regionName === 'National' },
  options: (list) => {
    if (list === 'homeUnits') return byText(unitChoices(me.regionId));
    if (list === 'regions') return byText(regionChoices());
    if (list === 'placementUnits')
      return byText(unitChoices(answerOn(answers, LOCATION, 'different-region')['regionId']));
    return undefined;
  },
});

const idOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
const unitName = (id: unknown) => deliveryUnitOf(idOf(id))?.name ?? '';

/** By page, what is kept besides what was typed, under the names that existing clients of the API use. */
const DERIVED: Readonly<Record<string, (me: Whose, given: PageAnswers, answers: Answers) => PageAnswers>> = {
  'placement-location/alternative-region': (me) => ({ regionName: me.regionName }),
  'placement-location/alternative-pdu': (_me, given) => ({ pduName: unitName(given['pduId']) }),
  'placement-location/different-region': (me, given) => ({
    regionName: regionOf(idOf(given['regionId']))?.name ?? '',
    currentRegionId: me.regionId,
    currentRegionName: me.regionName,
  }),
  'placement-location/placement-pdu': (_me, given, answers) => ({
    pduName: unitName(given['pduId']),
    regionId: answerOn(answers, LOCATION, 'different-region')['regionId'] ?? '',
  }),
  'contact-details/probation-practitioner': ({ name, email = '', phone = '', pduId, pduName }) => ({
    name,
    email,
    phone,
    ...(pduId !== undefined && { pdu: { id: pduId, name: pduName ?? unitName(pduId) } }),
  }),
  'contact-details/practitioner-pdu': (_me, given) => ({ name: unitName(given['id']) }),
};

/** Names of what was chosen, and who the practitioner is. */
export const derivedFor = (
  me: Whose,
  at: { task: string; page: string },
  given: PageAnswers,
  answers: Answers,
): PageAnswers => DERIVED[`${at.task}/${at.page}`]?.(me, given, answers) ?? {};
