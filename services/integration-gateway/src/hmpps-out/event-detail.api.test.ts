import { request as httpRequest } from 'node:http';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonDepartedUpdated } from '@throughcare/events/person-departed-updated.v1';
import { newId } from '@throughcare/events/ids';
import type { TestRequest } from '@throughcare/platform/testing';
import { anEvent, publicDefinitions } from '../testing/events';
import { TestGateway } from '../testing/gateway';
import type { PublicEvent } from './public-event.rules';
import { entryOfType, slugs } from '../public-events/topic.rules';

jest.setTimeout(30_000);

const role = { clientId: 'cas3-and-delius', authorities: ['ROLE_APPROVED_PREMISES_EVENTS'] };

describe('the detail of an event over HTTP', () => {
  let gateway: TestGateway;
  let api: TestRequest;
  const events = publicDefinitions.map((definition) => anEvent(definition) as PublicEvent);
  const pathOf = (event: PublicEvent, slug = entryOfType(event.type).slug) => `/events/cas3/${slug}/${event.id}`;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    api = await gateway.app.as(role);
    await gateway.record(...events);
    await gateway.dispatch();
  });
  afterAll(() => gateway.close());

  it.each(events.map((event) => [event.type, event] as const))('%s is under its own address only', async (_, event) => {
    for (const slug of slugs) {
      const { status, body } = await api.get(pathOf(event, slug));
      const own = slug === entryOfType(event.type).slug;
      expect(status).toBe(own ? 200 : 404);
      if (own) expect(body).toMatchObject({ id: event.id, eventType: event.type, eventDetails: expect.any(Object) });
    }
  });

  it('departures that were corrected are called person-departure-updated', () => {
    expect(entryOfType(PersonDepartedUpdated.type).slug).toBe('person-departure-updated');
    expect(slugs.size).toBe(9);
  });

  it('is JSON also for a client that accepts nothing in particular, as nDelius’s does', async () => {
    const token = await gateway.app.issuer.token(role);
    const event = events[5] ?? anEvent(PersonArrived);
    const { status, type, body } = await new Promise<{ status?: number; type?: string; body: string }>((resolve) => {
      const url = `${gateway.app.url}${pathOf(event)}`;
      const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip', 'user-agent': 'Jetty/12' };
      httpRequest(url, { headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            ...(response.statusCode !== undefined && { status: response.statusCode }),
            type: response.headers['content-type'] ?? '',
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      }).end();
    });
    expect([status, type]).toEqual([200, expect.stringMatching(/^application\/json(;|$)/)]);
    expect(JSON.parse(body)).toMatchObject({ eventType: event.type });
  });

  it('never changes, and says so', async () => {
    const path = pathOf(events[0] as PublicEvent);
    const first = await api.get(path);
    expect(first.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    const etag = first.headers.get('etag') ?? '';
    const again = await api.with({ 'if-none-match': `"other", ${etag}` }).get(path);
    expect([again.status, again.headers.get('etag')]).toEqual([304, etag]);
    await gateway.record(events[0] as PublicEvent);
    expect((await api.get(path)).body).toEqual(first.body);
  });

  it.each([
    ['an unknown id', `/events/cas3/person-arrived/${newId()}`, 404],
    ['an unknown kind', `/events/cas3/person-abducted/${newId()}`, 404],
    ['no id at all', '/events/cas3/person-arrived/latest', 400],
  ])('%s is refused', async (_, path, status) => {
    expect((await api.get(path)).status).toBe(status);
  });

  it('needs the role of event consumers', async () => {
    const path = pathOf(events[0] as PublicEvent);
    const probation = await gateway.app.as({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] });
    expect((await probation.get(path)).status).toBe(403);
    expect((await gateway.app.request.get(path)).status).toBe(401);
    const expired = await gateway.app.as({ ...role, expiresIn: -60 });
    expect((await expired.get(path)).status).toBe(401);
  });

  it('of an event that nDelius would refuse is kept, but the event is not sent', async () => {
    const event = anEvent(PersonArrived, {
      crn: 'X955555',
      premises: { addressLine1: '', postcode: 'A1 1AA', region: 'London' },
    });
    await gateway.record(event, anEvent(BookingConfirmed, { crn: 'X955555' }));
    gateway.sns.sent.length = 0;
    await gateway.dispatch();
    expect(gateway.sns.sent).toEqual([]);
    expect((await gateway.states()).slice(-2)).toEqual([
      'person.arrived parked REFUSED',
      'booking.confirmed parked BEHIND_PARKED',
    ]);
  });
});
