import { readFileSync } from 'node:fs';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { OpsCanary } from '@throughcare/events/ops-canary.v1';
import { consumedEvents, currentConsumedEvents } from './consumed-events';

describe('what services read of events', () => {
  const current = currentConsumedEvents('src');

  it.each([...current])('%s is as the handlers declare it (npm run events writes it)', (file, wanted) => {
    expect(readFileSync(file, 'utf8')).toBe(wanted);
  });

  it('is found to differ when a handler reads one field more', () => {
    const handled = { consumer: 'assessment.outcome', type: BookingConfirmed.type };
    const before = consumedEvents([{ ...handled, fields: ['bookingId'] }]);
    expect(consumedEvents([{ ...handled, fields: ['bookingId', 'crn'] }])).not.toBe(before);
    expect(JSON.parse(before)).toEqual({ 'assessment.outcome': { [BookingConfirmed.type]: ['bookingId'] } });
  });

  it('is everything where a handler takes the whole contract', () => {
    const handled = [
      { consumer: 'b', type: OpsCanary.type, fields: undefined },
      { consumer: 'a', type: BookingConfirmed.type, fields: undefined },
    ];
    const written = JSON.parse(consumedEvents(handled)) as Record<string, Record<string, string[]>>;
    expect(Object.keys(written)).toEqual(['a', 'b']);
    expect(written['b']).toEqual({ [OpsCanary.type]: ['sentAt'] });
    expect(written['a']?.[BookingConfirmed.type]).toEqual(
      expect.arrayContaining(['bookingId', 'assessmentId?', 'confirmedBy?.username']),
    );
  });
});
