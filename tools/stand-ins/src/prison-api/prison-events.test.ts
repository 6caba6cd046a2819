import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Movement } from '../seed/custody';
import { castPeople } from '../seed/cast-people';
import { correctMistake } from './correct';
import { move } from './movements';
import { movementEvent } from './prison-events';
import { prisonState } from './prison.seed';
import { currentBooking, lastMovement, type Offender, type PrisonState } from './prison.state';

const NOW = new Date('2024-12-11T16:33:20.437Z');
const state: PrisonState = prisonState({ today: '2024-12-11', people: castPeople('2024-12-11'), staff: [], users: [] });
const offender = (noms: string): Offender => state.offenders[noms]!;
const newest = (who: Offender) => lastMovement(currentBooking(who)!)!;

interface Event {
  eventType: string;
  occurredAt: string;
  additionalInformation: Record<string, string>;
}
const eventOf = (who: Offender, movement = newest(who)): Event | undefined => {
  const event = movementEvent(who, movement, NOW);
  return event && (JSON.parse(event.message) as Event);
};

describe('events of movements', () => {
  it('A4092EA’s release reads like the real message', () => {
    const file = join(__dirname, '../../fixtures/prison-offender-events.prisoner.released.sqs.json');
    const { Message } = JSON.parse(readFileSync(file, 'utf8')) as { Message: string };
    expect(eventOf(offender('A4092EA'))).toEqual({
      ...JSON.parse(Message),
      publishedAt: '2024-12-11T16:33:20.437982210Z',
    });
  });

  it.each([
    ['A9016AA', 'RELEASED', 'CR'],
    ['A9017AA', 'RELEASED_TO_HOSPITAL', 'HP'],
    ['A9018AA', 'RELEASED', 'DEC'],
    ['A9022AA', 'SENT_TO_COURT', 'CRT'],
    ['A9023AA', 'TEMPORARY_ABSENCE_RELEASE', 'C3'],
  ])('%s: %s with %s', (noms, reason, code) => {
    expect(eventOf(offender(noms))).toMatchObject({
      eventType: 'prison-offender-events.prisoner.released',
      additionalInformation: { reason, nomisMovementReasonCode: code, currentLocation: 'OUTSIDE_PRISON' },
    });
  });

  it('tells a transfer from an admission', () => {
    const who = offender('A9024AA');
    expect(eventOf(who)).toMatchObject({
      additionalInformation: { reason: 'TRANSFERRED', currentLocation: 'BEING_TRANSFERRED' },
    });
    move(state, who, { do: 'transfer-in', at: '2024-12-11T15:00:00' });
    expect(eventOf(who)).toMatchObject({
      eventType: 'prison-offender-events.prisoner.received',
      additionalInformation: { reason: 'TRANSFERRED', prisonId: 'LEI', currentPrisonStatus: 'UNDER_PRISON_CARE' },
    });
    expect(eventOf(offender('A9025AA'))).toMatchObject({ additionalInformation: { reason: 'ADMISSION' } });
  });

  it('bears the London offset of the day', () => {
    const who = offender('A9001AA');
    const summer: Movement = { do: 'release', at: '2024-06-11T10:00:00', reason: 'CR' };
    move(state, who, summer);
    expect(eventOf(who)?.occurredAt).toBe('2024-06-11T10:00:00+01:00');
  });

  it('says nothing about a release when the person is back inside by then', () => {
    const who = offender('A9015AA');
    const out = move(state, who, { do: 'release', at: '2024-12-11T09:00:00' });
    move(state, who, { do: 'admit', at: '2024-12-11T09:30:00' });
    expect(eventOf(who, out)).toBeUndefined();
  });

  it('says nothing about a mistake that was corrected, and tells what is true instead', () => {
    const who = offender('A9014AA');
    move(state, who, { do: 'transfer-out', at: '2024-12-11T09:00:00', prison: 'LEI' });
    const mistaken = move(state, who, { do: 'transfer-in', at: '2024-12-11T11:00:00' });
    correctMistake(who);
    const right = move(state, who, { do: 'transfer-in', at: '2024-12-11T11:00:00', prison: 'HLI' });
    expect(eventOf(who, mistaken)).toBeUndefined();
    expect(eventOf(who, right)).toMatchObject({ additionalInformation: { prisonId: 'HLI' } });
  });
});
