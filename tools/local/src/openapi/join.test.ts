import { joined, type ApiDocument } from './join';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const aDocument = (paths: Record<string, object>, schemas: Record<string, object>): ApiDocument => ({
  openapi: '3.1.0',
  info: {},
  paths,
  components: { schemas, responses: { Invalid: ref('Problem') } },
});
const Problem = { type: 'object' };

const booking = aDocument(
  { '/bookings': { get: ref('Booking') }, '/ops': { get: ref('About') } },
  { Booking: { properties: { person: ref('Person') } }, Person: { type: 'object' }, About: {}, Problem },
);
const isServed = (path: string) => path !== '/ops';

describe('documents of services joined', () => {
  it('have what the edge serves, and the schemas that it needs', () => {
    const { paths, components } = joined({ booking }, isServed);
    expect(Object.keys(paths)).toEqual(['/bookings']);
    expect(Object.keys(components['schemas'] ?? {})).toEqual(['Booking', 'Person', 'Problem']);
  });

  it('share a schema that is the same, and tell two of one name apart', () => {
    const referral = aDocument(
      { '/applications': { get: ref('Booking'), put: ref('Person') } },
      { Booking: { properties: { other: ref('Person') } }, Person: { type: 'object' }, Problem },
    );
    const { paths, components } = joined({ booking, 'my-referral': referral }, isServed);
    expect(paths['/applications']).toEqual({ get: ref('MyReferralBooking'), put: ref('Person') });
    expect(Object.keys(components['schemas'] ?? {})).toEqual(['Booking', 'MyReferralBooking', 'Person', 'Problem']);
  });

  it('do not hide that two services answer one path', () => {
    expect(() => joined({ booking, referral: booking }, isServed)).toThrow('/bookings');
  });
});
