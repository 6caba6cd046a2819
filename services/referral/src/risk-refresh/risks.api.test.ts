import { RiskSourceChanged } from '@throughcare/events/risk-source-changed.v1';
import { TestClock, anEvent } from '@throughcare/platform/testing';
import {
  aNewApplication,
  aSubmission,
  ReferralApp,
  theAnswers,
  staff,
  type ApplicationJson,
} from '../testing/referral-app';
import { RiskEvents } from './risk.events';
import { RiskTask } from './risk-task';

const CRN = 'X900001';
const risks = (level: string | undefined, checkedAt: string) => {
  const none = { status: 'not_found', value: null, source: 'nDelius', checkedAt };
  const tier = level
    ? {
        status: 'retrieved',
        value: { level, lastUpdated: '2027-01-01', version: 'V2' },
        source: 'HMPPS Tier',
        checkedAt,
      }
    : { status: 'error', value: null, source: 'HMPPS Tier', checkedAt };
  return { crn: CRN, roshRisks: none, mappa: none, flags: none, tier };
};

describe('the risks of a referral', () => {
  let referral: ReferralApp;
  let time: TestClock;
  beforeEach(async () => {
    referral = await ReferralApp.start();
    time = TestClock.at(new Date());
  });
  afterEach(async () => {
    time.release();
    await referral.close();
  });

  const now = () => time.now().toISOString();
  const say = (level: string | undefined) => void referral.gateway.risks.set(CRN, risks(level, now()));
  const begin = async () => {
    const api = await referral.as(staff.referrer);
    const { body } = await api.post<ApplicationJson>('/cas3/applications?createWithRisks=true', aNewApplication());
    return body.id;
  };
  const submitted = async () => {
    const id = await begin();
    const api = await referral.as(staff.referrer);
    await api.put(`/cas3/applications/${id}`, { data: theAnswers() });
    expect((await api.post(`/cas3/applications/${id}/submission`, aSubmission())).status).toBe(200);
    return id;
  };
  const shown = async (id: string, member = staff.referrer) =>
    (await (await referral.as(member)).get<ApplicationJson>(`/cas3/applications/${id}`)).body;
  const tierOf = async (id: string) => ((await shown(id))['risks'] as ReturnType<typeof risks>).tier;
  const round = () => referral.test.app.get(RiskTask).round();
  const tell = () => {
    const events = referral.test.app.get(RiskEvents);
    const event = anEvent(RiskSourceChanged, { crn: CRN, changedSource: 'tier', toldAt: now() });
    return referral.deliver(events.changed.bind(events), event);
  };
  const told = async (id: string) =>
    (await referral.published(id))
      .filter(({ type }) => type.endsWith('risk.changed'))
      .map(({ payload }) => JSON.parse(payload) as object);

  it('are asked for when it is begun, in the name of whoever begins it', async () => {
    say('B2');
    const id = await begin();
    expect(await tierOf(id)).toMatchObject({ status: 'retrieved', value: { level: 'B2' }, source: 'HMPPS Tier' });
    expect(referral.gateway.calls).toContain(`GET /cas3/people/${CRN}/risk-profile`);
    expect(referral.gateway.calls).not.toContain('POST /auth/oauth/token');
  });

  it('that cannot be had hold nothing up, and come by themselves', async () => {
    const id = await begin();
    expect(await tierOf(id)).toMatchObject({ status: 'error' });
    say('B2');
    await round();
    expect(await tierOf(id)).toMatchObject({ status: 'error' });
    time.move({ ms: 61_000 });
    await round();
    expect(await tierOf(id)).toMatchObject({ status: 'retrieved', value: { level: 'B2' } });
    expect(referral.gateway.calls).toEqual(expect.arrayContaining(['POST /auth/oauth/token', `GET /risks/${CRN}`]));
  });

  it('are asked for ever more seldom while nobody answers, and not at all once nothing lacks', async () => {
    const asked = () => referral.gateway.calls.filter((call) => call === `GET /risks/${CRN}`).length;
    await begin();
    for (const [minutes, times] of [
      [1, 1],
      [4, 1],
      [1, 2],
      [15, 3],
      [59, 3],
      [1, 4],
    ] as const) {
      time.move({ ms: minutes * 60_000 + 100 });
      await round();
      expect(asked()).toBe(times);
    }
    say('B2');
    time.move({ ms: 3_601_000 });
    await round();
    time.move({ ms: 86_400_000 });
    await round();
    expect(asked()).toBe(5);
  });

  it('of a draft are the newest, when another system tells of a change', async () => {
    say('B2');
    const id = await begin();
    time.move({ ms: 1_000 });
    say('A1');
    await round();
    expect(await tierOf(id)).toMatchObject({ value: { level: 'B2' } });
    await tell();
    await round();
    expect(await tierOf(id)).toMatchObject({ value: { level: 'A1' } });
    expect(await told(id)).toEqual([]);
  });

  it('stay what it was submitted with; what differs since is shown and told, once', async () => {
    say('B2');
    const id = await submitted();
    time.move({ ms: 1_000 });
    say('A1');
    for (let n = 0; n < 2; n += 1) {
      await tell();
      await round();
    }
    expect(await shown(id)).toMatchObject({ risks: { tier: { value: { level: 'B2' } } }, risksChanged: ['tier'] });
    expect(await told(id)).toEqual([expect.objectContaining({ applicationId: id, changed: ['tier'] })]);
    const api = await referral.as(staff.assessor);
    expect((await api.get(`/cas3/applications/${id}/risks`)).body).toMatchObject({
      risks: { tier: { value: { level: 'B2' } } },
      latest: { tier: { value: { level: 'A1' } } },
      changed: ['tier'],
    });
  });

  it('are asked for when somebody wants to know, with what they may see', async () => {
    say('B2');
    const id = await submitted();
    time.move({ ms: 1_000 });
    say('A1');
    const { status, body } = await (await referral.as(staff.assessor)).post(`/cas3/applications/${id}/risks`);
    expect([status, body]).toMatchObject([200, { changed: ['tier'], latest: { tier: { value: { level: 'A1' } } } }]);
    expect((await (await referral.as(staff.assessorFaraway)).post(`/cas3/applications/${id}/risks`)).status).toBe(403);
  });

  it('that could not be had at the submission are mended after it, and that is no change', async () => {
    const id = await submitted();
    say('B2');
    time.move({ ms: 61_000 });
    await round();
    expect(await shown(id)).toMatchObject({ risks: { tier: { value: { level: 'B2' } } }, risksChanged: [] });
    expect(await told(id)).toEqual([]);
    const silent = await referral.test.db.query('select * from silent_change');
    expect(silent).toEqual([]);
  });

  it('of a draft that was begun without them are nobody’s, until somebody asks', async () => {
    const api = await referral.as(staff.referrer);
    const { body } = await api.post<ApplicationJson>('/cas3/applications', aNewApplication());
    expect((await api.get(`/cas3/applications/${body.id}/risks`)).body).toEqual({
      risks: null,
      latest: null,
      changed: [],
    });
    say('B2');
    expect((await api.post(`/cas3/applications/${body.id}/risks`)).body).toMatchObject({
      risks: { tier: { value: { level: 'B2' } } },
    });
  });

  it('go with a draft that is deleted, and are asked for no more', async () => {
    const id = await begin();
    await (await referral.as(staff.referrer)).delete(`/cas3/applications/${id}`);
    expect(await referral.test.db.query('select * from application_risk')).toEqual([]);
    await tell();
    time.move({ ms: 61_000 });
    await round();
    expect(referral.gateway.calls).not.toContain(`GET /risks/${CRN}`);
  });

  it('of a draft that an instance of an earlier release began are asked for as well', async () => {
    const id = await begin();
    // As that release writes it: it knows no risks that are asked for later.
    await referral.test.db.query(
      `insert into application (id, crn, conviction_id, event_number, offence_id, created_by_user_id, created_at, data, revision, risks)
      select gen_random_uuid(), crn, conviction_id, event_number, offence_id, created_by_user_id, created_at, data, revision, risks
         from application where id = $1`,
      [id],
    );
    say('B2');
    time.move({ ms: 61_000 });
    await round();
    const levels = await referral.test.db.query(
      `select risks->'tier'->'value'->>'level' as level from application order by id`,
    );
    expect(levels).toEqual([{ level: 'B2' }, { level: 'B2' }]);
  });
});
