import type { TestRequest } from '@throughcare/platform/testing';
import { publishedBy, startTestApp } from '@throughcare/platform/testing';
import { lists } from '@throughcare/reference/lists';
import { AppModule } from '../app.module';
import { BookingApp } from '../testing/booking-app';
import { CROYDON, LAMBETH, LONDON } from '../testing/builders';

let booking: BookingApp;
let admin: TestRequest;
beforeAll(async () => {
  booking = await BookingApp.start();
  admin = await booking.staff({ roles: ['CAS3_ADMIN'] });
});
afterEach(() => lists.reset());
afterAll(() => booking?.close());

const unit = `/reference-data/probation-delivery-units/${CROYDON}`;
const offered = async () =>
  (await admin.get<{ id: string }[]>(`/reference-data/probation-delivery-units?probationRegionId=${LONDON}`)).body;
const published = async (id: string) =>
  (await publishedBy(booking.test, id)).map(({ payload }) => JSON.parse(payload) as unknown);

describe('an administrator', () => {
  it('takes a unit out of use and into it again; every change is told once, and is there after a restart', async () => {
    expect((await admin.put(unit, { isActive: false })).status).toBe(204);
    expect((await admin.put(unit, { isActive: false })).status).toBe(204);
    expect((await offered()).map(({ id }) => id)).not.toContain(CROYDON);
    const item = { id: CROYDON, name: 'Croydon', isActive: false, deliusCodes: ['N07CROY'], probationRegionId: LONDON };
    expect(await published(CROYDON)).toEqual([{ list: 'probation-delivery-units', item }]);
    lists.reset();
    const { test } = booking;
    const again = await startTestApp(AppModule, {}, { events: false, on: test });
    expect(lists.find('probation-delivery-units', CROYDON)?.isActive).toBe(false);
    await again.close();
    expect((await admin.put(unit, { isActive: true })).status).toBe(204);
    expect((await offered()).map(({ id }) => id)).toContain(CROYDON);
    expect(await published(CROYDON)).toHaveLength(2);
  });

  it('renames an item; what is not sent stays', async () => {
    const list = `/reference-data/probation-regions/${LONDON.toUpperCase()}`;
    expect((await admin.put(list, { name: 'Greater London' })).status).toBe(204);
    expect(lists.regionOfCode('N07')).toMatchObject({ id: LONDON, name: 'Greater London' });
    expect(await published(LONDON)).toMatchObject([{ item: { name: 'Greater London', deliusCodes: ['N07'] } }]);
  });

  it.each([
    ['a code of another item', unit, { deliusCodes: ['N07LMBT'] }, 409, 'DELIUS_CODE_TAKEN'],
    ['a member that its list does not have', unit, { description: 'x' }, 400, 'INVALID_FIELD'],
    ['a region that there is not', unit, { probationRegionId: CROYDON }, 400, 'INVALID_FIELD'],
    ['an item that there is not', unit.replace(CROYDON, LONDON), { name: 'x' }, 404, 'REFERENCE_ITEM_NOT_FOUND'],
    ['a list that there is not', `/reference-data/constructor/${CROYDON}`, {}, 404, 'REFERENCE_LIST_NOT_FOUND'],
  ])('is refused %s', async (_what, path, body, status, code) => {
    const lambeth = lists.find('probation-delivery-units', LAMBETH)?.deliusCodes ?? [];
    const sent = 'deliusCodes' in body ? { deliusCodes: lambeth } : body;
    expect(await admin.put(path, sent)).toMatchObject({ status, body: { code } });
  });
});

it.each([['CAS3_ASSESSOR'], ['CAS3_REFERRER'], ['CAS3_REPORTER']] as const)(
  '%s may not change a list',
  async (role) => {
    const other = await booking.staff({ roles: [role] });
    expect((await other.put(unit, { isActive: false })).status).toBe(403);
  },
);
