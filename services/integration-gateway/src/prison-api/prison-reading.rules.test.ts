import { verdictOf } from '../custody/custody.rules';
import { sampleJson } from '../testing/samples';
import { InmateDetail, Movements } from './prison-api.schema';
import { newestOf, readingOf } from './prison-reading.rules';

const detail = (name: string, changes: object = {}) =>
  InmateDetail.parse({ ...sampleJson<object>(`upstreams/prison-api/${name}.json`), ...changes });
const released = Movements.parse(sampleJson<unknown[]>('upstreams/prison-api/movements-offender.released.json'));
const [movement] = released;

describe('answers of the prison API', () => {
  it('to someone released are a release, at the London time of the movement', () => {
    const verdict = verdictOf(readingOf(detail('offender-detail.released'), movement));
    expect(verdict).toMatchObject({ is: 'released', movement: { code: 'CR', prisonId: 'MDI' } });
  });

  it('to someone discharged to hospital are not', () => {
    const hospital = detail('offender-detail.released-to-hospital', { bookingId: 1 });
    const discharge = movement && { ...movement, movementReasonCode: 'HP' };
    expect(verdictOf(readingOf(hospital, discharge))).toMatchObject({ is: 'ignorable', name: 'ReleasedToHospital' });
  });

  it('that disagree with each other are unsettled', () => {
    expect(verdictOf(readingOf(detail('offender-detail'), movement))).toMatchObject({ is: 'unsettled' });
  });

  it('to someone without booking say nothing of a movement', () => {
    expect(verdictOf(readingOf(detail('offender-detail.minimal-no-booking'), movement))).toMatchObject({
      name: 'NoMovementInNomis',
    });
  });

  it('are read whatever odd or unknown member they have', () => {
    const odd = detail('offender-detail.released', { agencyId: 7, recall: 'yes', status: 'NEW', sentenceDetail: [] });
    expect(odd).toMatchObject({ lastName: 'PERSON', lastMovementTypeCode: 'REL' });
    expect(odd.agencyId).toBeUndefined();
    expect(Movements.parse([sampleJson('upstreams/prison-api/booking-movement.legacy.json')])).toHaveLength(1);
  });

  it('with several movements: the newest counts, of this person only', () => {
    const other = { ...movement, offenderNo: 'A0000AA', movementDate: '2027-01-01' };
    const earlier = { ...movement, movementDate: '2026-01-01' };
    expect(newestOf(Movements.parse([earlier, movement, other, earlier]), 'A7841DY')).toEqual(movement);
    expect(newestOf([], 'A7841DY')).toBeUndefined();
  });

  it('F-044: of the same moment: the one keyed last counts, in whatever order they come', () => {
    const keyed = (createDateTime: string) => ({ ...movement, createDateTime });
    const two = Movements.parse([keyed('2026-01-01T10:00:00'), keyed('2026-01-01T11:00:00')]);
    for (const some of [two, two.toReversed()])
      expect(newestOf(some, 'A7841DY')?.createDateTime).toBe('2026-01-01T11:00:00');
  });
});
