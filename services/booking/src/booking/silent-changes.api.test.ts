import { silentChanges } from '@throughcare/messaging/operations';
import { RECORDING_ERROR } from '../testing/builders';
import { ARRIVAL, CANCELLATION, DEPARTURE, StayDesk, idOf } from '../testing/stay-desk';

const desk = new StayDesk();
const silent = async () => (await silentChanges(desk.booking.test.db, 'booking', [{ table: 'booking' }]))[0];

describe('F-022: whatever a button changes is told', () => {
  it('by every button of a booking, so that nothing is left silent', async () => {
    const buttons: [string, object][] = [
      ['turnarounds', { workingDays: 3 }],
      ['confirmations', {}],
      ['arrivals', ARRIVAL],
      ['extensions', { newDepartureDate: '2026-03-20' }],
      ['overstays', { newDepartureDate: '2026-06-20', isAuthorised: true, reason: 'Flat not ready' }],
      ['cancellations', { ...CANCELLATION, reason: RECORDING_ERROR }],
      ['arrivals', ARRIVAL],
      ['departures', DEPARTURE],
    ];
    await desk.booking.query('delete from silent_change');
    for (const [button, body] of buttons)
      expect([button, (await desk.press(button, body)).status]).toEqual([button, 201]);
    expect((await desk.told()).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await silent()).toMatchObject({ count: 0 });
  });

  it('and the gauge sees a change that was told to nobody, until the next event', async () => {
    await desk.arrived();
    await desk.booking.query('delete from silent_change');
    const id = idOf(desk.path);
    await desk.booking.query(
      `update booking set departure_date = '2026-03-17', effective_end_date = '2026-03-19' where id = $1`,
      [id],
    );
    await desk.booking.query('update booking set released_at = now() where id = $1', [id]);
    expect(await silent()).toMatchObject({ count: 1, examples: [id] });
    await desk.press('extensions', { newDepartureDate: '2026-03-18' });
    expect(await silent()).toMatchObject({ count: 0 });
  });
});
