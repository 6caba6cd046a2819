import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { anEvent } from '../testing/events';
import { TestGateway } from '../testing/gateway';
import { InboundWorld } from '../testing/inbound-world';
import { MovementChecksService } from './movement-checks.service';

jest.setTimeout(30_000);

const HOUR_MS = 3_600_000;
/** As prisons write: London wall time without an offset. */
const london = (ms: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'medium' })
    .format(new Date(ms))
    .replace(' ', 'T');

describe('a movement of which no message came', () => {
  const world = new InboundWorld();
  const { take, look, published, types, claims, releaseMessage } = world;
  const checks = () => world.gateway.app.app.get(MovementChecksService);
  const query = <T>(sql: string, ...values: unknown[]) => world.gateway.app.db.query<T>(sql, values);

  /** The person has a referral since a month ago, and it is time to compare. */
  const follow = async () => {
    await world.gateway.record(anEvent(ReferralSubmitted, { crn: world.crn, nomsNumber: world.noms }));
    await query(
      `update custody_person set followed_since = now() - interval '30 days' where noms_number = $1`,
      world.noms,
    );
  };
  /** Only this test's person is due. */
  const due = async () => {
    await query('update custody_person set next_check_at = case when noms_number = $1 then now() end', world.noms);
    await query('update custody_check_turn set next_at = now(), failures = 0');
  };
  const check = async () => {
    await due();
    return checks().round();
  };
  const moved = (hoursAgo: number, changes: object = {}) => {
    const when = london(Date.now() - hoursAgo * HOUR_MS);
    return { movementDate: when.slice(0, 10), movementTime: when.slice(11), createDateTime: when, ...changes };
  };
  const gaps = () =>
    query<{ claim: string; code: string }[]>('select claim, code from custody_gap where noms_number = $1', world.noms);
  const told = async () => [await gaps(), await types()];
  const foundFor = (code: string) => [[{ claim: 'released', code }], ['custody.person.released']];
  const asked = () => world.gateway.upstreams.calls.filter((call) => call.includes('/movements/')).length;

  it('is recorded once and published once, with the person’s CRN', async () => {
    await follow();
    world.gateway.upstreams.release(world.noms, moved(3));
    expect(await check()).toBe(true);
    await look();
    expect(await check()).toBe(false);
    await look();
    expect(await gaps()).toEqual([{ claim: 'released', code: 'NO_MESSAGE' }]);
    expect(await published()).toEqual([expect.objectContaining({ type: 'custody.person.released', key: world.crn })]);
    expect(await claims()).toEqual(['published']);
  });

  it('changes nothing any more when its message comes late, in either family', async () => {
    await follow();
    world.gateway.upstreams.release(world.noms, moved(3));
    await check();
    await look();
    const occurredAt = new Date(Date.now() - 3 * HOUR_MS).toISOString();
    await take(
      releaseMessage({}, { occurredAt }),
      releaseMessage({}, { occurredAt, eventType: 'prisoner-offender-search.prisoner.released' }),
    );
    await look();
    await check();
    expect(await types()).toEqual(['custody.person.released']);
    expect(await gaps()).toHaveLength(1);
    expect((await claims()).slice(1)).toEqual(['settled AlreadyKnown', 'settled AlreadyKnown']);
  });

  it('is recorded and taken no second time, although the prison could not bear it out', async () => {
    await follow();
    world.gateway.upstreams.release(world.noms, moved(3));
    await check();
    await query(
      `update custody_claim set state = 'settled', outcome = 'PrisonDisagrees' where noms_number = $1`,
      world.noms,
    );
    expect(await check()).toBe(false);
    expect([(await gaps()).length, (await claims()).length]).toEqual([1, 1]);
  });

  it.each([
    ['at the moment the prison gives', 0],
    ['a second later', 1_000],
  ])('is taken although its message, of %s, was given up when the prison did not show it', async (_, laterMs) => {
    await follow();
    world.gateway.upstreams.admit(world.noms);
    const keyedAt = Math.floor(Date.now() / 1_000) * 1_000 - 3 * HOUR_MS;
    const information = { reason: 'RELEASED', prisonId: 'MDI' };
    await take(releaseMessage(information, { occurredAt: new Date(keyedAt + laterMs).toISOString() }));
    for (let i = 0; i < 6; i += 1) await world.lookAgain();
    expect(await claims()).toEqual(['settled PrisonDisagrees']);
    const when = london(keyedAt);
    const movement = { movementDate: when.slice(0, 10), movementTime: when.slice(11), createDateTime: when };
    world.gateway.upstreams.release(world.noms, movement);
    await check();
    await look();
    await check();
    await look();
    expect(await told()).toEqual(foundFor('MESSAGE_NOT_BELIEVED'));
  });

  it('is none when the message came in time', async () => {
    await follow();
    world.gateway.upstreams.release(world.noms, moved(3));
    await take(releaseMessage({}, { occurredAt: new Date(Date.now() - 3 * HOUR_MS).toISOString() }));
    await look();
    await check();
    expect(await told()).toEqual([[], ['custody.person.released']]);
  });

  it('is none while its message may still come', async () => {
    await follow();
    world.gateway.upstreams.release(world.noms, moved(1));
    await check();
    await look();
    expect([asked() > 0, await gaps(), await types()]).toEqual([true, [], []]);
  });

  it.each([
    ['a temporary absence', { movementType: 'TAP', directionCode: 'OUT', movementReasonCode: 'C3' }],
    ['a day in court', { movementType: 'CRT', directionCode: 'OUT', movementReasonCode: 'CRT' }],
    ['a transfer on its way', { movementType: 'TRN', directionCode: 'OUT', movementReasonCode: 'INT' }],
  ])('%s starts nothing', async (_, movement) => {
    await follow();
    world.gateway.upstreams.move(world.noms, { fromAgency: 'MDI', toAgency: 'OUT', ...movement }, moved(3));
    await check();
    await look();
    expect([await gaps(), await types(), await claims()]).toEqual([[], [], []]);
  });

  it('is found by one of several instances, and taken once', async () => {
    await follow();
    world.gateway.upstreams.release(world.noms, moved(3));
    await due();
    world.gateway.upstreams.calls.length = 0;
    await Promise.all([1, 2, 3].map(() => checks().round()));
    expect(asked()).toBe(1);
    await look();
    expect(await told()).toEqual(foundFor('NO_MESSAGE'));
  });

  it('is found for a person under a lease by nobody else', async () => {
    await follow();
    world.gateway.upstreams.release(world.noms, moved(3));
    await due();
    await query(
      `update custody_person set lease = gen_random_uuid(), leased_until = now() + interval '9 seconds' where noms_number = $1`,
      world.noms,
    );
    world.gateway.upstreams.calls.length = 0;
    await checks().round();
    expect(asked()).toBe(0);
  });

  it.each([503, 429, 404])('waits while the prison API answers %d, and is found when it is back', async (status) => {
    await follow();
    world.gateway.upstreams.release(world.noms, moved(3));
    world.gateway.upstreams.break('/prison', status, '<html>', { 'retry-after': '900' });
    await due();
    await query(
      `update custody_person set next_check_at = now() where noms_number in
      (select noms_number from custody_person where noms_number <> $1 order by noms_number limit 3)`,
      world.noms,
    );
    world.gateway.upstreams.calls.length = 0;
    expect(await checks().round()).toBe(false);
    expect(await checks().round()).toBe(false);
    expect(world.gateway.upstreams.calls.filter((call) => call.includes('/prison/'))).toHaveLength(1);
    const [turn] = await query<{ wait: number }[]>(
      'select extract(epoch from next_at - now())::float8 as wait from custody_check_turn',
    );
    expect(turn?.wait).toBeGreaterThan(status === 404 ? 40 : 890);
    world.gateway.upstreams.mend();
    await check();
    await look();
    expect(await types()).toEqual(['custody.person.released']);
  });

  it('of one person who cannot be asked about keeps nobody else waiting', async () => {
    await follow();
    const [other, otherNoms] = [`X${world.n}99999`, `A${5000 + world.n}BC`];
    await world.gateway.record(anEvent(ReferralSubmitted, { crn: other, nomsNumber: otherNoms }));
    world.gateway.upstreams.break(`/prison/api/offenders/${world.noms}`);
    await due();
    await query(`update custody_person set next_check_at = now() + interval '1 ms' where noms_number = $1`, otherNoms);
    await checks().round();
    world.gateway.upstreams.calls.length = 0;
    await query('update custody_check_turn set next_at = now()');
    await checks().round();
    const offenders = world.gateway.upstreams.calls.filter((call) => call.includes('/offenders/'));
    expect(offenders).toEqual([`GET /prison/api/offenders/${otherNoms}`]);
  });

  it('is taken although no topic vouches for it, where topics are named', async () => {
    const trusted = 'arn:aws:sns:eu-west-2:000000000000:hmpps-domain';
    await TestGateway.with({ HMPPS_TRUSTED_TOPIC_ARNS: trusted }, async (gateway) => {
      await gateway.record(anEvent(ReferralSubmitted, { crn: world.crn, nomsNumber: world.noms }));
      await gateway.app.db.query(
        `update custody_person set followed_since = now() - interval '30 days', next_check_at = now()`,
      );
      gateway.upstreams.release(world.noms, moved(3));
      await gateway.app.app.get(MovementChecksService).round();
      await gateway.custody.lookRound();
      expect((await gateway.published()).map(({ type }) => type)).toContain('custody.person.released');
    });
  });

  it('of someone the prison does not know is none', async () => {
    await follow();
    expect(await check()).toBe(false);
    expect(await told()).toEqual([[], []]);
  });

  it('back into prison is found too, for somebody known to be out', async () => {
    await follow();
    world.gateway.upstreams.release(world.noms, moved(48));
    await take(releaseMessage({}, { occurredAt: new Date(Date.now() - 48 * HOUR_MS).toISOString() }));
    await look();
    world.gateway.upstreams.admit(world.noms, moved(3, { movementReasonCode: '24' }));
    await check();
    await look();
    expect(await types()).toEqual(['custody.person.released', 'custody.person.received']);
  });

  it('is looked for while the person is in custody or has work here, and not after', async () => {
    const next = async () => {
      const rows = await query<{ next: Date | null }[]>(
        'select next_check_at as next from custody_person where noms_number = $1',
        world.noms,
      );
      return rows[0]?.next;
    };
    await follow();
    expect(await next()).toBeInstanceOf(Date);
    world.gateway.upstreams.release(world.noms, moved(48));
    await take(releaseMessage({}, { occurredAt: new Date(Date.now() - 48 * HOUR_MS).toISOString() }));
    await look();
    await check();
    expect(await next()).toBeInstanceOf(Date);
    await world.gateway.record(anEvent(PersonDeparted, { crn: world.crn, nomsNumber: world.noms }));
    world.gateway.upstreams.calls.length = 0;
    await check();
    expect([asked(), await next()]).toEqual([0, null]);
  });

  it('leaves counts for whoever watches, and names nobody', async () => {
    await query('delete from custody_gap');
    await follow();
    world.gateway.upstreams.release(world.noms, moved(3));
    await check();
    const text = await (await fetch(`${world.gateway.app.url}/metrics`)).text();
    expect(text).toMatch(/throughcare_custody_gaps\{service="integration-gateway",code="NO_MESSAGE"\} 1/);
    expect(text).toMatch(/throughcare_custody_gaps\{service="integration-gateway",code="MESSAGE_NOT_BELIEVED"\} 0/);
    expect(text).toMatch(/throughcare_custody_check_overdue_seconds\{service="integration-gateway"\} \d/);
    expect(text).not.toContain(world.noms);
  });
});
