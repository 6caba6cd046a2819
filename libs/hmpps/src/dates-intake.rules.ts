import { isNomsNumber } from '@throughcare/base/person-numbers';
import { ignore, quarantine, type Intake } from './decision.rules';
import type { HmppsMessage } from './hmpps-message.rules';
import type { Moment } from './moment.rules';

/** What of a person changed, in messages that say so; the dates are among them. */
const DATES = 'SENTENCE';

/** Somebody's release date may have changed. What it is now is not read out of a message. */
export const datesIntake = (message: HmppsMessage, occurredAt: Moment): Intake => {
  const { type, noms } = message;
  const categories = message.information('categoriesChanged');
  if (categories !== undefined && !categories.split(',').includes(DATES)) return ignore(type, 'NoDatesChanged');
  if (noms === undefined) return quarantine(type, 'PERSON_MISSING');
  if (!isNomsNumber(noms)) return quarantine(type, 'PERSON_UNREADABLE');
  if (message.nomsInInformation !== undefined && message.nomsInInformation !== noms)
    return quarantine(type, 'PERSON_AMBIGUOUS');
  return { decision: 'dates', type, occurredAt, noms };
};
