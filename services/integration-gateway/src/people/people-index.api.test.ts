import type { TestRequest } from '@throughcare/platform/testing';
import { TestGateway } from '../testing/gateway';

jest.setTimeout(30_000);

const CRN = 'X900031';
const TYPE = 'identity.person.details-changed';

describe('what services with an index of names are told', () => {
  let gateway: TestGateway;
  let service: TestRequest;
  let staff: TestRequest;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    service = await gateway.app.as({ clientId: 'throughcare-lists', authorities: ['ROLE_THROUGHCARE__PEOPLE_INDEX'] });
    staff = await gateway.app.as({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] });
  });
  afterAll(() => gateway?.close());

  const named = (surname: string, over: object = {}) =>
    gateway.upstreams.cases.set(CRN, { crn: CRN, nomsId: 'A9031AA', name: { forename: 'Ada', surname }, ...over });
  const changes = async () =>
    (await gateway.published()).filter(({ type }) => type === TYPE).map(({ data, key }) => ({ data, key }));
  const indexOf = (...crns: string[]) => service.post('/people-index', { crns });

  it('names and sex of people without limits, and none of anybody else', async () => {
    named('Byron', { gender: 'Female' });
    gateway.upstreams.cases.set('X900032', { crn: 'X900032', gender: 'Male', currentRestriction: true });
    const { status, body } = await indexOf(` ${CRN.toLowerCase()} `, 'X900032', 'X000000');
    expect([status, body]).toEqual([
      200,
      [
        { crn: CRN, name: 'Ada Byron', sex: 'Female' },
        { crn: 'X900032', name: null, sex: null },
      ],
    ]);
    expect((await indexOf()).body).toEqual([]);
  });

  it('nothing to a person, whatever their authorities, and no more than nDelius takes at once', async () => {
    const person = await gateway.app.as({ username: 'CAST_01', authorities: ['ROLE_THROUGHCARE__PEOPLE_INDEX'] });
    expect(await person.post('/people-index', { crns: [CRN] })).toMatchObject({
      status: 403,
      body: { code: 'SERVICE_CLIENT_NEEDED' },
    });
    expect((await indexOf(...Array.from({ length: 501 }, (_, n) => `X${n}`))).status).toBe(400);
  });

  it('that a name or limits changed, once, by numbers alone, whoever was shown the person', async () => {
    const told = { data: { crn: CRN, nomsNumber: 'A9031AA' }, key: CRN };
    expect(await changes()).toEqual([]);
    named('King');
    await Promise.all([staff.post('/people/summaries', { crns: [CRN] }), indexOf(CRN)]);
    expect(await changes()).toEqual([told]);
    named('King', { currentExclusion: true });
    await staff.get(`/people/search?crn=${CRN}`);
    expect(await changes()).toEqual([told, told]);
    named('Lovelace', { currentExclusion: true });
    await indexOf(CRN);
    expect(await changes()).toEqual([told, told]);
  });

  it('no name that is kept here', async () => {
    const rows = await gateway.app.db.query<object[]>('select * from known_details order by crn');
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/Ada|Byron|King|Lovelace/);
  });
});
