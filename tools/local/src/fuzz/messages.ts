// Bodies for the HMPPS queue: what SNS delivers, and what anybody with a mistake may put there.
import { release, releaseMessage } from '../journey/release-message';
import type { Dice } from './dice';
import { jsons, people, prisoners, texts } from './values';

const types = [
  release.type,
  'prison-offender-events.prisoner.received',
  'prison-offender-events.prisoner.merged',
  'probation-case.merge.completed',
  'probation-case.address.created',
  'some.unknown.type',
];

/** Text that SQS can carry: the emulator refuses the rest before we would see it. */
export const carried = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/g, '');

export const messageOf = (dice: Dice): string => {
  if (dice.chance(0.15))
    return carried(dice.pick([...texts.filter((text) => text !== ''), ...jsons, releaseMessage.slice(0, 200)])) || '{}';
  const odd = () => dice.pick(texts);
  const event = {
    eventType: dice.chance(0.15) ? odd() : dice.pick(types),
    version: 1,
    occurredAt: dice.chance(0.3) ? odd() : dice.pick(['2026-03-02T09:12:45Z', '0000-01-01T00:00:00Z', '2026-03-02']),
    personReference: {
      identifiers: [
        { type: 'NOMS', value: dice.chance(0.2) ? odd() : dice.pick(prisoners) },
        { type: 'CRN', value: dice.chance(0.2) ? odd() : dice.pick(people) },
      ],
    },
    additionalInformation: {
      nomsNumber: dice.pick(prisoners),
      ...(dice.chance(0.5) && { reason: dice.chance(0.5) ? odd() : 'RELEASED', prisonId: odd() }),
      ...(dice.chance(0.3) && { nomisMovementReasonCode: odd(), removedNomsNumber: odd() }),
      ...(dice.chance(0.2) && { sourceCRN: odd(), targetCRN: dice.pick(people) }),
    },
    detailUrl: dice.chance(0.3) ? odd() : 'https://elsewhere.example/1',
  };
  const Message = dice.chance(0.1) ? dice.pick(jsons) : JSON.stringify(event);
  return carried(
    JSON.stringify({ Type: 'Notification', MessageId: dice.chance(0.2) ? odd() : `fuzz-${dice.below(1e9)}`, Message }),
  );
};
