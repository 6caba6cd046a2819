import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { catalogue } from '@throughcare/events/catalogue';
import type { EventDefinition } from '@throughcare/events/define-event';
import { publicReads } from './public-reads';

const missing = (definitions: readonly EventDefinition[], handled: readonly string[]) =>
  definitions.filter(({ audience, type }) => audience === 'public' && !handled.includes(type)).map(({ name }) => name);

describe('what goes to the HMPPS topic', () => {
  const handled = publicReads.map(({ definition }) => definition.type);

  it('is every public event of the catalogue, and nothing else', () => {
    expect(missing(catalogue, handled)).toEqual([]);
    expect(publicReads.filter(({ definition }) => definition.audience !== 'public')).toEqual([]);
    expect(new Set(handled).size).toBe(handled.length);
  });

  it('is found to lack one that is handled nowhere', () => {
    expect(
      missing(
        catalogue,
        handled.filter((type) => type !== BookingConfirmed.type),
      ),
    ).toEqual(['BookingConfirmed']);
  });
});
