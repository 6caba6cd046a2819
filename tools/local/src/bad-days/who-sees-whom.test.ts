// Every route of every service, asked by people who may not see the person it is about, on the real services together.
import { AGREEMENTS, disagreements } from '@throughcare/platform/testing';
import { PATIENCE_MS, control } from './kit';
import {
  ABOUT_NOBODY,
  BARRED,
  NOTE,
  NOT_REGIONAL,
  OTHER_PRISON,
  OTHER_REGION,
  SECRETS,
  WRITES,
  ask,
  begin,
  estate,
  isWrite,
  later,
  nameOf,
  person,
  secretsIn,
  stateOf,
  world,
} from './person-everywhere';

jest.setTimeout(600_000);

beforeAll(async () => {
  await begin();
}, 2 * PATIENCE_MS);
afterAll(() => world.test?.close(), 120_000);

describe('who sees whom', () => {
  it('knows every write: what it sends, or that it is about nobody', () => {
    const known = new Set([...Object.keys({ ...WRITES, ...later }), ...ABOUT_NOBODY]);
    expect(world.routes.length).toBeGreaterThan(50);
    expect(
      world.routes
        .filter(isWrite)
        .map(nameOf)
        .filter((name) => !known.has(name)),
    ).toEqual([]);
  });

  it('shows the person, with notes, to those who may see them: the test would see a leak', async () => {
    const seen = async (username: string, template: string) =>
      secretsIn((await ask(username, { method: 'GET', template })).text);
    expect(await seen('CAST_02', '/cas3/v2/premises/{premisesId}/bookings/{bookingId}')).toEqual(SECRETS);
    expect(await seen('CAST_02', '/cas3/timeline/{assessmentId}')).toContain(NOTE);
    expect(await seen('CAST_02', '/cas3/v2/bookings/search')).toContain('Member-09');
    expect(await seen('CAST_10', '/resettlement-passport/prisoner/{nomsId}')).toContain(person.noms);
    expect(await seen('CAST_10', '/resettlement-passport/prisoner/{nomsId}/pathways/history')).toContain(NOTE);
  });

  describe('F-088: real services answer as the stand-ins of their readers do', () => {
    type Asked = readonly [username: string, over?: Record<string, string>, body?: unknown];
    const nobody = '00000000-0000-4000-8000-000000000000';
    const asked: Readonly<Record<keyof typeof AGREEMENTS, () => Asked | Promise<Asked>>> = {
      profile: () => ['CAST_02'],
      noProfile: () => ['CAST_07'],
      people: () => ['CAST_02', {}, { crns: [person.crn] }],
      hiddenPeople: () => ['CAST_02', {}, { crns: ['X900004'] }],
      unknownPeople: () => ['CAST_02', {}, { crns: ['X000000'] }],
      prisoner: () => ['CAST_10'],
      unknownPrisoner: () => ['CAST_10', { nomsId: 'A0000AA' }],
      hiddenPrisoner: () => ['CAST_09', { nomsId: 'A9005AA' }],
      assessment: () => ['CAST_02'],
      unknownAssessment: () => ['CAST_02', { assessmentId: nobody }],
      application: () => ['CAST_02'],
      unknownApplication: () => ['CAST_02', { applicationId: nobody }],
      booking: () => ['CAST_02'],
      unknownBooking: () => ['CAST_02', { bookingId: nobody }],
      bookingOfAnotherRegion: () => ['CAST_05'],
    };

    it.each(Object.entries(AGREEMENTS))('%s', async (name, agreed) => {
      const [username, over, body] = await asked[name as keyof typeof AGREEMENTS]();
      const [method = '', template = ''] = agreed.request.split(' ');
      const bodies = body === undefined ? {} : { [agreed.request]: body };
      const { status, text } = await ask(username, { method, template }, over, bodies);
      expect([status, disagreements(agreed.body, JSON.parse(text))]).toEqual([agreed.status, []]);
    });
  });

  it.each(OTHER_REGION)('refuses or leaves out everything for %s of another region', async (username) => {
    const before = await stateOf();
    for (const route of world.routes.filter(
      (one) => !/^\/people\//.test(one.template) && !NOT_REGIONAL.includes(nameOf(one)),
    )) {
      const { status, text } = await ask(username, route, {}, estate);
      expect([nameOf(route), status, secretsIn(text)]).toEqual([nameOf(route), expect.any(Number), []]);
      if (isWrite(route)) expect([nameOf(route), status]).toEqual([nameOf(route), 403]);
    }
    expect(await stateOf()).toBe(before);
  });

  it('hides people of other prisons from prison staff, as if they were unknown', async () => {
    const user = { authSource: 'nomis', authorities: ['ROLE_RESETTLEMENT_PASSPORT_EDIT'], caseloads: ['LEI'] };
    await control(world.test.system, 'auth', 'PUT', `/users/${OTHER_PRISON}`, user);
    const before = await stateOf();
    for (const route of world.routes.filter(({ template }) => template.includes('{nomsId}'))) {
      const { status, text } = await ask(OTHER_PRISON, route);
      const unknown = await ask(OTHER_PRISON, route, { nomsId: 'A0000AA' });
      expect([nameOf(route), [403, 404].includes(status), secretsIn(text)]).toEqual([nameOf(route), true, []]);
      if (route.template.startsWith('/resettlement-passport')) expect([status, unknown.status]).toEqual([404, 404]);
    }
    expect(await stateOf()).toBe(before);
  });

  describe('once nDelius bars somebody from the person', () => {
    beforeAll(async () => {
      const exclusions = BARRED.map((username) => ({ username }));
      await control(world.test.system, 'ndelius', 'PUT', `/people/${person.crn}`, { exclusions });
    });

    it.each(BARRED)('tells %s neither name nor notes on any route, and takes no write', async (username) => {
      const before = await stateOf();
      for (const route of world.routes) {
        const { status, text } = await ask(username, route);
        expect([nameOf(route), secretsIn(text)]).toEqual([nameOf(route), []]);
        if (!isWrite(route) || ABOUT_NOBODY.includes(nameOf(route))) continue;
        expect([nameOf(route), status, [403, 404].includes(status)]).toEqual([nameOf(route), status, true]);
      }
      expect(await stateOf()).toBe(before);
    });

    it('lets nobody go on with a draft they had begun', async () => {
      for (const route of world.routes.filter(({ template }) => template.includes('{applicationId}'))) {
        const { status, text } = await ask('CAST_01', route, { applicationId: world.values['draftId'] ?? '' });
        expect([nameOf(route), status, secretsIn(text)]).toEqual([nameOf(route), 403, []]);
      }
    });

    it('still shows the person to their prison, which nDelius does not limit', async () => {
      const { status, text } = await ask('CAST_10', {
        method: 'GET',
        template: '/resettlement-passport/prisoner/{nomsId}',
      });
      expect([status, secretsIn(text)]).toEqual([200, expect.arrayContaining([person.noms])]);
    });
  });
});
