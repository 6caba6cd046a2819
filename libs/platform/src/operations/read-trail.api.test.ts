import { Body, Controller, Get, Module, Param, Post } from '@nestjs/common';
import { Reach } from '../access';
import { Authority } from '../auth';
import { NameParam, Text } from '../dto';
import { forbidden } from '@throughcare/base/errors';
import { NotInApi } from '../replies';
import { TestClock, startTestApp } from '../testing';
import type { TestApp, TestRequest } from '../testing';
import { OperatedApp } from '../testing/operated-app';

class Referred {
  @Text({ max: 20 }) crn!: string;
  @Text({ max: 20 }) referredBy!: string;
}

@NotInApi()
@Authority('ROLE_PROBATION')
@Controller('people')
class People {
  @Reach('none')
  @Get()
  list() {
    return [
      { person: { crn: 'X900011', name: 'Ada Byron' } },
      { prisonerNumber: 'A9011AA', note: 'met X900012 there' },
    ];
  }
  @Reach('none')
  @Get('hidden')
  hidden() {
    return [{ type: 'RestrictedPerson', crn: 'X900013' }];
  }
  @Reach('none')
  @Get('none')
  none() {
    return { total: 0 };
  }
  @Reach('none')
  @Get(':crn')
  show(@Param('crn', NameParam) crn: string) {
    if (crn === 'X900019') throw forbidden('PERSON_RESTRICTED');
    return { name: 'Ada Byron' };
  }
  @Reach('none')
  @Post('referrals')
  refer(@Body() { crn }: Referred) {
    if (crn.toUpperCase() === 'X900019') throw forbidden('PERSON_RESTRICTED');
    return { id: 1 };
  }
}

@Module({ imports: [OperatedApp], controllers: [People] })
class StaffApp {}

describe('F-011: every answer of every route that names a person is kept, and every refusal', () => {
  type Entry = { actor: string; action: string; parameters: Record<string, unknown> };
  let app: TestApp;
  let staff: TestRequest;
  let stranger: TestRequest;
  const trail = () => app.db.query<Entry[]>('select actor, action, parameters from ops_audit order by id');
  beforeAll(async () => {
    app = await startTestApp(StaffApp);
    staff = await app.as({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] });
    stranger = await app.as({ username: 'CAST_12', authorities: ['ROLE_NONE'] });
  });
  afterAll(() => app.close());
  let clock: TestClock;
  beforeEach(async () => {
    // Later than every look before, so that each test begins anew.
    clock = TestClock.at(new Date(Date.now() + (hours += 1) * 3_600_000));
    await app.db.query('truncate ops_audit');
  });
  afterEach(() => clock.release());
  let hours = 0;

  it('says how many of them were shown as a number and no more', async () => {
    await staff.get('/people/hidden');
    const [entry] = await trail();
    expect(entry).toMatchObject({ action: 'read.api', parameters: { keys: ['X900013'], limited: 1 } });
  });

  it('with everybody whom a list shows', async () => {
    await staff.get('/people');
    expect(await trail()).toMatchObject([
      { actor: 'CAST_01', action: 'read.api', parameters: { keys: ['X900011', 'A9011AA'], route: 'GET /people' } },
    ]);
    await staff.get('/people/none');
    expect(await trail()).toHaveLength(1);
  });

  it('with the person who was asked for, once in five minutes', async () => {
    for (let time = 0; time < 3; time += 1) await staff.get('/people/x900013');
    expect(await trail()).toMatchObject([{ parameters: { keys: ['X900013'], route: 'GET /people/:crn' } }]);
    clock.move({ minutes: 5 });
    await staff.get('/people/x900013');
    expect(await trail()).toHaveLength(2);
  });

  it('with the code of a refusal, by role or because of the person', async () => {
    expect((await staff.get('/people/X900019')).status).toBe(403);
    expect((await stranger.get('/people/X900018')).status).toBe(403);
    expect((await staff.post('/ops/events/search', { key: ['X900017'] })).status).toBe(403);
    expect(await trail()).toMatchObject([
      { actor: 'CAST_01', parameters: { keys: ['X900019'], refused: 'PERSON_RESTRICTED' } },
      { actor: 'CAST_12', parameters: { keys: ['X900018'], refused: 'AUTHORITY_REQUIRED' } },
      { actor: 'CAST_01', parameters: { route: 'POST /ops/events/search', refused: 'AUTHORITY_REQUIRED' } },
    ]);
  });

  it('also where what was asked for cannot be stored as it came', async () => {
    await stranger.get(`/people/${encodeURIComponent('X900014\0')}`);
    await stranger.get(`/people/${encodeURIComponent('\ufffe half')}`);
    const refused = (await trail()).filter(({ parameters }) => 'refused' in parameters);
    expect(refused.map(({ parameters }) => parameters['asked'])).toEqual([['X900014\ufffd'], ['\ufffe half']]);
  });

  it('with each person to whom somebody is refused, however soon one follows the other', async () => {
    for (const crn of ['X900031', 'X900032', 'X900032']) await stranger.get(`/people/${crn}`);
    expect(await trail()).toMatchObject([{ parameters: { keys: ['X900031'] } }, { parameters: { keys: ['X900032'] } }]);
  });

  it('with the person whom only the body of a request names, and nothing else of it', async () => {
    expect((await staff.post('/people/referrals', { crn: 'x900019', referredBy: 'Ada Byron' })).status).toBe(403);
    expect((await staff.post('/people/referrals', { crn: 'X900014', referredBy: 'Ada Byron' })).status).toBe(201);
    const route = 'POST /people/referrals';
    expect(await trail()).toMatchObject([
      { parameters: { keys: ['X900019'], asked: ['x900019'], refused: 'PERSON_RESTRICTED', route } },
      { parameters: { keys: ['X900014'], route } },
    ]);
    expect(JSON.stringify(await trail())).not.toContain('Byron');
  });

  it('before it is given: what cannot be kept is not shown', async () => {
    await app.db.query('alter table ops_audit rename to away');
    const { status, body } = await staff.get<{ code: string }>('/people');
    await app.db.query('alter table away rename to ops_audit');
    expect([status, body.code]).toEqual([503, 'LOOK_NOT_KEPT']);
    expect(JSON.stringify(body)).not.toContain('Byron');
    expect((await staff.get('/people')).status).toBe(200);
  });

  it('also to operators: a look that cannot be kept is no bug', async () => {
    const operator = await app.as({ username: 'OPS', authorities: ['ROLE_THROUGHCARE__OPS'] });
    await app.db.query('alter table ops_audit rename to away');
    const { status, body } = await operator.post<{ code: string }>('/ops/events/search', {
      key: ['X900011'],
      reason: 'INC-1',
    });
    await app.db.query('alter table away rename to ops_audit');
    expect([status, body.code]).toEqual([503, 'LOOK_NOT_KEPT']);
  });

  it('and whoever reads these entries is kept as well', async () => {
    const operator = await app.as({ username: 'OPS', authorities: ['ROLE_THROUGHCARE__OPS'] });
    await operator.post('/ops/audit/search', { key: ['X900011'], limit: 5 });
    expect(await trail()).toMatchObject([{ actor: 'OPS', action: 'read.audit', parameters: { keys: ['X900011'] } }]);
    await operator.post('/ops/audit/search', { key: ['X900011', 'Jane Smith', 'nobody'], limit: 5 });
    expect((await trail()).map(({ parameters }) => parameters['keys'])).toEqual([['X900011'], ['X900011']]);
  });
});
