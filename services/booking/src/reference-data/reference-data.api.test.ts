import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp } from '../testing/booking-app';
import { LONDON } from '../testing/builders';

let booking: BookingApp;
let anyone: TestRequest;
beforeAll(async () => {
  booking = await BookingApp.start();
  anyone = await booking.test.as({ username: 'NOBODY_YET', authorities: ['ROLE_PROBATION'] });
});
afterAll(() => booking?.close());

const list = async (path: string) => {
  const { status, body } = await anyone.get<Record<string, unknown>[]>(path);
  expect(status).toBe(200);
  return body;
};

describe('the lists that forms offer', () => {
  it.each([
    ['probation-regions', 13, ['hptEmail', 'id', 'name']],
    ['probation-delivery-units', 111, ['id', 'name']],
    [`probation-delivery-units?probationRegionId=${LONDON}`, 18, ['id', 'name']],
    ['local-authority-areas', 408, ['id', 'identifier', 'name']],
    ['departure-reasons', 10, ['id', 'isActive', 'name', 'parentReasonId', 'serviceScope']],
    ['departure-reasons?includeInactive=true', 22, ['id', 'isActive', 'name', 'parentReasonId', 'serviceScope']],
    ['move-on-categories', 20, ['id', 'isActive', 'name', 'serviceScope']],
    ['move-on-categories?includeInactive=true', 23, ['id', 'isActive', 'name', 'serviceScope']],
    ['cancellation-reasons', 15, ['id', 'isActive', 'name', 'serviceScope']],
    ['non-arrival-reasons', 5, ['id', 'isActive', 'name']],
    ['referral-rejection-reasons', 19, ['id', 'isActive', 'name']],
  ])('%s has %d rows', async (path, count, keys) => {
    const rows = await list(`/reference-data/${path}`);
    expect(rows).toHaveLength(count);
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(keys);
  });

  it.each([
    ['PREMISES_CHARACTERISTICS', 17, ['description', 'id', 'name']],
    ['BEDSPACE_CHARACTERISTICS', 5, ['description', 'id', 'name']],
    ['VOID_BEDSPACE_REASONS', 9, ['id', 'name']],
  ])('%s has %d rows', async (type, count, keys) => {
    const rows = await list(`/cas3/reference-data?type=${type}`);
    expect(rows).toHaveLength(count);
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(keys);
  });

  it.each(['', '?type=', '?type=NO_SUCH_LIST', '?type=constructor'])('refuse the unknown list "%s"', async (query) => {
    expect((await anyone.get(`/cas3/reference-data${query}`)).status).toBe(400);
  });

  it('are closed to those who are not probation staff', async () => {
    const prison = await booking.test.as({ username: 'PRISON_1', authorities: ['ROLE_PRISON'] });
    expect((await prison.get('/reference-data/probation-regions')).status).toBe(403);
    expect((await booking.test.request.get('/reference-data/probation-regions')).status).toBe(401);
  });
});

it.each(['probation-delivery-units?regionId=x', 'probation-regions?name=London', 'departure-reasons?active=true'])(
  'F-059: %s is refused: the filter does not exist',
  async (path) => {
    expect((await anyone.get(`/reference-data/${path}`)).status).toBe(400);
  },
);

it('F-066: a parameter sent twice is refused, and an unknown value is none', async () => {
  const units = '/reference-data/probation-delivery-units';
  expect((await anyone.get(`${units}?probationRegionId=a&probationRegionId=b`)).status).toBe(400);
  expect((await anyone.get('/cas3/reference-data?type=a&type=b')).status).toBe(400);
  expect((await list('/reference-data/departure-reasons?includeInactive=maybe')).length).toBe(10);
});
