import type { TestRequest } from '@throughcare/platform/testing';
import { silentChanges } from '@throughcare/messaging/operations';
import { publishedBy, startTestApp } from '@throughcare/platform/testing';
import { lists } from '@throughcare/reference/lists';
import { LIST_NAMES } from '@throughcare/reference/shipped';
import { AppModule } from '../app.module';
import { BookingApp } from '../testing/booking-app';
import { CROYDON, LAMBETH, LONDON } from '../testing/builders';
import { referenceItems } from './reference-item.aggregate';

let booking: BookingApp;
let admin: TestRequest;
beforeAll(async () => {
  booking = await BookingApp.start();
  admin = await booking.staff({ username: 'ADMIN_1', roles: ['CAS3_ADMIN'] });
});
afterEach(() => lists.reset());
afterAll(() => booking?.close());

const unit = `/reference-data/probation-delivery-units/${CROYDON}`;
const offered = async () =>
  (await admin.get<{ id: string }[]>(`/reference-data/probation-delivery-units?probationRegionId=${LONDON}`)).body;
const published = async (list: string, id: string) =>
  (await publishedBy(booking.test, `${list}:${id}`)).map(({ payload }) => JSON.parse(payload) as unknown);
const restart = async () => {
  lists.reset();
  await (await startTestApp(AppModule, {}, { events: false, on: booking.test })).close();
};

describe('an administrator', () => {
  it('takes a unit out of use and into it again; every change is told once, and is there after a restart', async () => {
    expect((await admin.put(unit, { isActive: false })).status).toBe(204);
    expect((await admin.put(unit, { isActive: false })).status).toBe(204);
    expect((await offered()).map(({ id }) => id)).not.toContain(CROYDON);
    const item = { id: CROYDON, name: 'Croydon', isActive: false, deliusCodes: ['N07CROY'], probationRegionId: LONDON };
    const changedBy = { username: 'ADMIN_1', staffCode: 'N07S001', probationRegionCode: 'N07' };
    expect(await published('probation-delivery-units', CROYDON)).toEqual([
      { list: 'probation-delivery-units', item, changedBy },
    ]);
    await restart();
    expect(lists.find('probation-delivery-units', CROYDON)?.isActive).toBe(false);
    expect((await admin.put(unit, { isActive: true })).status).toBe(204);
    expect((await offered()).map(({ id }) => id)).toContain(CROYDON);
    expect(await published('probation-delivery-units', CROYDON)).toHaveLength(2);
  });

  it('renames an item; what is not sent stays', async () => {
    const list = `/reference-data/probation-regions/${LONDON.toUpperCase()}`;
    expect((await admin.put(list, { name: 'Greater London' })).status).toBe(204);
    expect(lists.regionOfCode('N07')).toMatchObject({ id: LONDON, name: 'Greater London' });
    expect(await published('probation-regions', LONDON)).toMatchObject([
      { item: { name: 'Greater London', deliusCodes: ['N07'] } },
    ]);
  });

  it('is named in the row, and in the event also without a staff code', async () => {
    const nameless = await booking.staff({ username: 'ADMIN_2', roles: ['CAS3_ADMIN'], staffCode: '' });
    const list = 'local-authority-areas';
    const [area] = lists.all(list);
    const path = `/reference-data/${list}/${area?.id}`;
    expect((await admin.put(path, { name: 'Renamed' })).status).toBe(204);
    expect((await nameless.put(path, { name: 'Renamed again' })).status).toBe(204);
    const rows = await booking.test.db.query<object[]>(
      'select id, changed_by from reference_item where list = $1 order by id',
      [list],
    );
    expect(rows).toEqual([{ id: area?.id, changed_by: 'ADMIN_2' }]);
    expect(await published(list, area?.id ?? '')).toMatchObject([
      { changedBy: { username: 'ADMIN_1' } },
      { changedBy: { username: 'ADMIN_2', probationRegionCode: 'N07' } },
    ]);
  });

  it('clears the mailbox of a region', async () => {
    const path = `/reference-data/probation-regions/${LONDON}`;
    expect((await admin.put(path, { hptEmail: 'team@example.gov.uk' })).status).toBe(204);
    const name = lists.find('probation-regions', LONDON)?.name;
    expect((await admin.put(path, { name: null, hptEmail: null })).status).toBe(204);
    expect(lists.find('probation-regions', LONDON)).toMatchObject({ name, hptEmail: null });
    const { body } = await admin.get<{ id: string; hptEmail: string | null }[]>('/reference-data/probation-regions');
    expect(body.find(({ id }) => id === LONDON)?.hptEmail).toBeNull();
  });

  it.each([
    ['one', 'cancellation-reasons', 'void-bedspace-reasons', 'f47ac10b-58cc-4372-a567-0e02b2c3d480'],
    ['the other', 'referral-rejection-reasons', 'cancellation-reasons', 'f47ac10b-58cc-4372-a567-0e02b2c3d481'],
  ] as const)('changes an id that two lists have in each by itself, %s first', async (_which, first, second, id) => {
    const others = LIST_NAMES.filter((list) => list !== first && list !== second);
    const untouched = others.map((list) => lists.find(list, id));
    const names = () => [first, second].map((list) => lists.find(list, id)?.name);
    const before = names();
    expect((await admin.put(`/reference-data/${first}/${id}`, { name: 'One' })).status).toBe(204);
    expect(names()).toEqual(['One', before[1]]);
    expect((await admin.put(`/reference-data/${second}/${id}`, { name: 'Two' })).status).toBe(204);
    await restart();
    expect(names()).toEqual(['One', 'Two']);
    expect(others.map((list) => lists.find(list, id))).toEqual(untouched);
    expect(await published(first, id)).toMatchObject([{ list: first, item: { id, name: 'One' } }]);
    expect(await published(second, id)).toMatchObject([{ list: second, item: { id, name: 'Two' } }]);
    expect(await silentChanges(booking.test.db, 'booking', [referenceItems])).toMatchObject([{ count: 0 }]);
  });

  it.each([
    ['a code of another item', unit, { deliusCodes: ['N07LMBT'] }, 409, 'DELIUS_CODE_TAKEN'],
    ['a member that its list does not have', unit, { description: 'x' }, 400, 'INVALID_FIELD'],
    ['a unit without a code', unit, { deliusCodes: [] }, 400, 'INVALID_FIELD'],
    ['a region that there is not', unit, { probationRegionId: CROYDON }, 400, 'INVALID_FIELD'],
    ['an item that there is not', unit.replace(CROYDON, LONDON), { name: 'x' }, 404, 'REFERENCE_ITEM_NOT_FOUND'],
    ['a list that there is not', `/reference-data/constructor/${CROYDON}`, {}, 404, 'REFERENCE_LIST_NOT_FOUND'],
  ])('is refused %s', async (_what, path, body, status, code) => {
    const lambeth = lists.find('probation-delivery-units', LAMBETH)?.deliusCodes ?? [];
    const sent = status === 409 ? { deliusCodes: lambeth } : body;
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
