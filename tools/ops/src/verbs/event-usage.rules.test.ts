import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { StaffUpdated } from '@throughcare/events/staff-updated.v1';
import { usageOf, type Answers } from './event-usage.rules';

const going = { ...BookingConfirmed, deprecated: { since: '2.0', until: '2027-06-30', use: 'BookingSettled' } };
const catalogue = [going, StaffUpdated, PersonReleased];
const quiet: Answers = {
  inside: [
    { service: 'integration-gateway', consumer: 'hmpps-out', types: [BookingConfirmed.type] },
    { service: 'passport', consumer: 'passport.custody', types: [PersonReleased.type] },
  ],
  outside: [{ type: BookingConfirmed.type, published: 7, lastPublishedAt: '2026-03-02T10:00:00Z', clients: [] }],
  complete: true,
};
const of = (type: string, answers: Answers = quiet) => usageOf(catalogue, answers).find((row) => row.type === type);

describe('whether a type may be switched off', () => {
  it('is yes when nobody reads it, inside or outside; who carries it out is no reader', () => {
    expect(of(BookingConfirmed.type)).toEqual({
      type: BookingConfirmed.type,
      name: 'BookingConfirmed',
      audience: 'public',
      deprecated: going.deprecated,
      inside: [],
      outside: [],
      published: 7,
      lastPublishedAt: '2026-03-02T10:00:00Z',
      unused: 'yes',
    });
    expect(of(StaffUpdated.type)).toMatchObject({ unused: 'yes', deprecated: null });
  });

  it('is no while a consumer of ours takes it', () => {
    expect(of(PersonReleased.type)).toMatchObject({ inside: ['passport/passport.custody'], unused: 'no' });
  });

  it('is no while somebody outside reads its details', () => {
    const client = { client: 'cas3-and-delius', reads: 3, lastReadAt: '2026-03-02T10:00:00Z' };
    const outside = [{ type: BookingConfirmed.type, published: 7, lastPublishedAt: null, clients: [client] }];
    expect(of(BookingConfirmed.type, { ...quiet, outside })).toMatchObject({ outside: [client], unused: 'no' });
  });

  it('is unknown while somebody who would have to be asked does not answer', () => {
    expect(of(BookingConfirmed.type, { ...quiet, complete: false })).toMatchObject({ unused: 'unknown' });
    expect(of(BookingConfirmed.type, { ...quiet, outside: undefined })).toMatchObject({
      outside: null,
      unused: 'unknown',
    });
    expect(of(StaffUpdated.type, { ...quiet, outside: undefined })).toMatchObject({ unused: 'yes' });
    expect(of(PersonReleased.type, { ...quiet, complete: false })).toMatchObject({ unused: 'no' });
  });
});
