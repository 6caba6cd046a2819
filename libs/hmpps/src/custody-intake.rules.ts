import { classify } from './classification.rules';
import type { Classified, Direction } from './classification.rules';
import type { HmppsMessage } from './hmpps-message.rules';
import { isNomsNumber } from '@throughcare/base/person-numbers';
import { ignore, quarantine, type Intake } from './decision.rules';
import type { Moment } from './moment.rules';

/** A release whose own status fields say that the person was back, or never out, when it was sent. */
const contradictsItself = (message: HmppsMessage, classified: Classified): boolean => {
  const status = message.information('currentPrisonStatus') ?? 'NOT_UNDER_PRISON_CARE';
  const location = message.information('currentLocation') ?? 'OUTSIDE_PRISON';
  const outside = status === 'NOT_UNDER_PRISON_CARE' && location === 'OUTSIDE_PRISON';
  return classified.outcome === 'released' && !outside;
};

/** A message's word for a movement into or out of prison. */
export const custodyIntake =
  (direction: Direction) =>
  (message: HmppsMessage, occurredAt: Moment): Intake => {
    const { type, noms } = message;
    if (noms === undefined) return quarantine(type, 'PERSON_MISSING');
    if (!isNomsNumber(noms)) return quarantine(type, 'PERSON_UNREADABLE');
    if (message.nomsInInformation !== undefined && message.nomsInInformation !== noms)
      return quarantine(type, 'PERSON_AMBIGUOUS');
    const reason = message.information('reason');
    if (reason === undefined) return quarantine(type, 'REASON_MISSING');
    const movementCode = message.information('nomisMovementReasonCode');
    const classified = classify(direction, reason, movementCode);
    if (classified.outcome === 'ignore') return ignore(type, classified.name);
    if (contradictsItself(message, classified)) return ignore(type, 'NoLongerOutside');
    const prisonId = message.information('prisonId');
    const claim = {
      claim: classified.outcome,
      noms,
      reason,
      ...(movementCode !== undefined && { movementCode }),
      ...(prisonId !== undefined && { prisonId }),
    };
    return { decision: 'custody', type, occurredAt, claim };
  };
