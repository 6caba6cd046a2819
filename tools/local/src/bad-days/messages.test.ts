// Everything that can go wrong on the way of one person, with the real processes: killed, late, twice, swapped, false.
import { addDays, londonDate } from '@throughcare/platform/calendar';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type TestSystem,
  control,
  eventually,
  inject,
  movementMessage,
  startTestSystem,
  tellAgain,
} from './bad-days-kit';
import { schemaOf } from './database';
import { drive } from './journey/drive';
import { person } from './journey/steps';
import { verdict } from './journey/verdict';
import { SERVICES } from './settings';
import type { ProcessName } from './system';

jest.setTimeout(300_000);

let test: TestSystem;
beforeAll(async () => {
  test = await startTestSystem();
}, 120_000);
afterAll(() => test?.close(), 60_000);

const RELEASED = 'custody.person.released';
const RECEIVED = 'custody.person.received';

/** Custody facts that the gateway published about a person, in order. */
const custodyFacts = async (noms: string) => {
  const sql = `select type from gateway.event_log where payload::jsonb ->> 'nomsNumber' = $1 order by partition, "offset"`;
  const { rows } = await test.database.query<{ type: string }>(sql, [noms]);
  return rows.map(({ type }) => type);
};

const inboundCopies = async (noms: string) => {
  const sql = `select coalesce(sum(copies), 0)::int as copies from gateway.inbound_message where semantic_key is not null and occurred_at = any($1)`;
  const { rows } = await test.database.query<{ copies: number }>(sql, [instants.get(noms) ?? []]);
  return rows[0]?.copies ?? 0;
};
const instants = new Map<string, string[]>();

/** An instant of the last minutes that no other message of this run has, as HMPPS writes it and as NOMIS does. */
let moments = 0;
const begin = Date.now() - 600_000;
const instantFor = (noms: string) => {
  const at = new Date(begin + (moments += 1) * 1_000);
  const occurredAt = `${at.toISOString().slice(0, 19)}Z`;
  instants.set(noms, [...(instants.get(noms) ?? []), occurredAt]);
  return { occurredAt, at: at.toLocaleString('sv-SE', { timeZone: 'Europe/London' }).replace(' ', 'T') };
};

const move = (noms: string, body: object) =>
  control(test.system, 'prison-api', 'POST', `/people/${noms}/movements`, { publish: false, ...body });

describe('a journey in which processes are killed', () => {
  const victims: readonly ProcessName[] = [
    'referral',
    'assessment',
    'booking',
    'passport',
    'integration-gateway',
    'postgres',
  ];

  it.each([0, 1, 2])('completes with nothing doubled in nDelius, one victim a step (round %d)', async (round) => {
    const revived: Promise<void>[] = [];
    const strike = async (victim: ProcessName, afterMs: number) => {
      await sleep(afterMs);
      await test.system.kill(victim);
      await sleep(150);
      await test.system.restart(victim);
    };
    const outcome = await drive(test.context, {
      begins: (_, index) => {
        const victim = victims[(index + 2 * round) % victims.length] ?? 'postgres';
        revived.push(strike(victim, 40 * round + 25 * index));
      },
    });
    await Promise.all(revived);
    expect(outcome.missing).toEqual([]);
    expect(outcome.contacts).toEqual(['EARS', 'EABP', 'EACO', 'EAAR', 'EADP']);
    expect(outcome.addresses).toHaveLength(1);
  });
});

describe('nDelius is away', () => {
  it('learns everything once when it is back', async () => {
    let away: Promise<void> = Promise.resolve();
    const outage = async () => {
      await control(test.system, 'ndelius', 'PUT', '/consumer', { paused: true });
      await control(test.system, 'ndelius', 'POST', '/faults', {
        match: { path: '/*' },
        fault: { kind: 'error', status: 503 },
      });
      await sleep(6_000);
      await control(test.system, 'ndelius', 'DELETE', '/faults');
      await control(test.system, 'ndelius', 'PUT', '/consumer', { paused: false });
    };
    const outcome = await drive(test.context, {
      begins: (step) => {
        if (step.contact?.type === 'EACO' || step.contact?.type === 'EAAR') away = away.then(outage);
      },
    });
    await away;
    expect(outcome.missing).toEqual([]);
    expect(outcome.addresses).toHaveLength(1);
  });

  it('is gone as a process while events wait in its queue', async () => {
    const outcome = await drive(test.context, {
      begins: (step) => {
        if (step.contact?.type !== 'EADP') return;
        void sleep(30)
          .then(() => test.system.kill('ndelius'))
          .then(() => sleep(2_000))
          .then(() => test.system.restart('ndelius'));
      },
    });
    expect(outcome.missing).toEqual([]);
  });
});

describe('messages from HMPPS', () => {
  it('counts the same message ten times and believes it once', async () => {
    const noms = 'A9001AA';
    const { occurredAt, at } = instantFor(noms);
    const body = movementMessage({ noms, occurredAt });
    await move(noms, { do: 'release', at, reason: 'CR' });
    await Promise.all(Array.from({ length: 10 }, () => inject(test.context, body)));
    await eventually(
      () => inboundCopies(noms),
      (copies) => copies === 10,
    );
    await eventually(
      () => custodyFacts(noms),
      (facts) => facts.length > 0,
    );
    await sleep(1_000);
    expect(await custodyFacts(noms)).toEqual([RELEASED]);
  });

  it('ends with the truth when a reception overtakes the release before it', async () => {
    const noms = 'A9009AA';
    const [out, back] = [instantFor(noms), instantFor(noms)];
    await move(noms, { do: 'release', at: out.at, reason: 'CR' });
    await move(noms, { do: 'admit', at: back.at, prison: 'LEI', reason: '24' });
    const received = { type: 'prison-offender-events.prisoner.received', reason: 'ADMISSION', movementCode: '24' };
    await inject(test.context, movementMessage({ noms, occurredAt: back.occurredAt, ...received }));
    await inject(test.context, movementMessage({ noms, occurredAt: out.occurredAt }));
    await eventually(
      () => inboundCopies(noms),
      (copies) => copies === 2,
    );
    const facts = await eventually(
      () => custodyFacts(noms),
      (seen) => seen.length > 0,
    );
    await sleep(2_000);
    expect((await custodyFacts(noms)).at(-1)).toBe(RECEIVED);
    expect(facts).not.toContain(RELEASED);
  });

  it.each([
    ['A9010AA', 'TEMPORARY_ABSENCE_RELEASE', 'C3'],
    ['A9011AA', 'SENT_TO_COURT', 'CRT'],
    ['A9012AA', 'TRANSFERRED', 'NOTR'],
    ['A9013AA', 'RELEASED', 'MRG'],
    ['A9014AA', 'RELEASED', 'DEC'],
  ])('takes no release of %s for one when the reason is %s with code %s', async (noms, reason, movementCode) => {
    await inject(test.context, movementMessage({ noms, ...instantFor(noms), reason, movementCode }));
    await eventually(
      () => inboundCopies(noms),
      (copies) => copies === 1,
    );
    expect(await custodyFacts(noms)).toEqual([]);
  });

  it('does not believe a release that the prison API denies', async () => {
    const noms = 'A9015AA';
    await inject(test.context, movementMessage({ noms, ...instantFor(noms) }));
    await eventually(
      () => inboundCopies(noms),
      (copies) => copies === 1,
    );
    await sleep(1_500);
    expect(await custodyFacts(noms)).toEqual([]);
  });

  it('keeps what it cannot read, with the reason, and goes on with the next message', async () => {
    const unknown = movementMessage({ noms: 'A9037AA', ...instantFor('A9037AA'), type: 'prison.unheard-of' });
    for (const body of ['{"Type":"Notification","Message":', '', 'null', 'x'.repeat(200_000), unknown]) {
      await inject(test.context, body || ' ');
    }
    const quarantined = async () => {
      const { rows } = await test.database.query<{ problem: string }>('select problem from gateway.quarantine');
      return rows.map(({ problem }) => problem);
    };
    const problems = await eventually(quarantined, (seen) => seen.length >= 4);
    expect(problems.every((problem) => problem.length > 0)).toBe(true);
    const noms = 'A9038AA';
    const { occurredAt, at } = instantFor(noms);
    await move(noms, { do: 'release', at, reason: 'CR' });
    await inject(test.context, movementMessage({ noms, occurredAt }));
    await eventually(
      () => custodyFacts(noms),
      (facts) => facts.includes(RELEASED),
    );
  });
});

describe('requests that are refused', () => {
  const ask = async (path: string, init: RequestInit & { token?: string } = {}) => {
    const headers = {
      ...(init.token ? { authorization: `Bearer ${init.token}` } : {}),
      'content-type': 'application/json',
    };
    const reply = await fetch(`${test.system.edge}${path}`, { ...init, headers });
    const text = await reply.text();
    return { status: reply.status, type: reply.headers.get('content-type') ?? '', text };
  };
  const token = async (body: object) =>
    ((await control(test.system, 'auth', 'POST', '/tokens', body)) as { access_token: string }).access_token;
  const nothingLeaks = (text: string) => expect(text).not.toMatch(/at \/|node_modules|select |postgres|TypeORM|stack/i);

  it.each([
    ['no token', undefined],
    ['a token that is none', 'not-a-token'],
    ['an expired token', { username: 'CAST_02', expiresInSeconds: -60 }],
    ['a token signed by a stranger', { username: 'CAST_02', signedBy: 'stranger' }],
    ['a token of another issuer', { username: 'CAST_02', issuer: 'http://127.0.0.1:1/auth/issuer' }],
  ])('401 for %s', async (_name, what) => {
    const given = typeof what === 'object' ? { token: await token(what) } : what ? { token: what } : {};
    for (const path of [
      '/cas3/applications',
      '/cas3/assessments/1',
      '/cas3/v2/premises/search',
      '/profile/v2',
      '/resettlement-passport/prisoner/A9001AA',
    ]) {
      const { status, type, text } = await ask(path, given);
      expect([path, status]).toEqual([path, 401]);
      expect(type).toMatch(/json/);
      nothingLeaks(text);
    }
  });

  it('403 for someone without a role, or with another one', async () => {
    const nobody = await token({ username: 'CAST_12' });
    expect((await ask('/cas3/applications', { token: nobody })).status).toBe(403);
    const referrer = await token({ username: 'CAST_01' });
    expect((await ask('/cas3/v2/premises/search?premisesStatus=online', { token: referrer })).status).toBe(403);
    expect((await ask('/resettlement-passport/prisoner/A9001AA', { token: referrer })).status).toBe(403);
  });

  it('403 for a property of another region', async () => {
    const { rows } = await test.database.query<{ id: string }>('select id from booking.premises limit 1');
    const yorkshire = await token({ username: 'CAST_05' });
    const { status, text } = await ask(`/cas3/v2/premises/${rows[0]?.id}`, { token: yorkshire });
    expect(status).toBe(403);
    expect(text).not.toContain('Journey');
  });

  it('400 for malformed JSON and 413 for a megabyte, as problem+json that says nothing of the inside', async () => {
    const referrer = await token({ username: 'CAST_01' });
    const malformed = await ask('/cas3/applications', { method: 'POST', body: '{"crn":', token: referrer });
    expect(malformed).toMatchObject({ status: 400, type: expect.stringContaining('problem+json') as unknown });
    nothingLeaks(malformed.text);
    const large = await ask('/cas3/applications', {
      method: 'POST',
      body: JSON.stringify({ crn: 'x'.repeat(1_048_576) }),
      token: referrer,
    });
    expect(large).toMatchObject({ status: 413, type: expect.stringContaining('problem+json') as unknown });
  });

  it('404 for an address that no service has', async () => {
    expect((await ask('/nowhere')).status).toBe(404);
  });
});

describe('the eye that watches nDelius', () => {
  it('sees it when an arrival is told twice', async () => {
    const before = await test.context.addresses(person.crn);
    const outcome = await drive(test.context, {});
    const sql = `select d.slug, d.event_id from gateway.event_detail d join gateway.sync_operation o using (event_id)
      where o.booking_id = $1 and d.slug like '%arrived'`;
    const { rows } = await test.database.query<{ slug: string; event_id: string }>(sql, [
      outcome.course.stay?.bookingId,
    ]);
    const detailUrl = `${test.system.edge}/events/cas3/${rows[0]?.slug}/${rows[0]?.event_id}`;
    await tellAgain(test.context, 'accommodation.cas3.person.arrived', detailUrl);
    const isNew = ({ id }: { id: number }) => !before.some((one) => one.id === id);
    const look = () => test.context.addresses(person.crn);
    const after = await eventually(look, (seen) => seen.filter(isNew).length === 2);
    const contacts = await test.context.contacts(person.crn);
    expect(verdict(outcome.course, contacts, before, after)).toContain(
      'nDelius has 2 new addresses of ours instead of one',
    );
  });
});

describe('after all of this', () => {
  it('no dead letter waits anywhere, and nothing that we had to tell is parked or unconfirmed', async () => {
    for (const schema of SERVICES.map(schemaOf)) {
      const { rows } = await test.database.query(`select consumer, type, code from ${schema}.dead_letter`);
      expect([schema, rows]).toEqual([schema, []]);
    }
    const open = `select event_type, state, reason from gateway.sync_operation where state in ('parked', 'unconfirmed')`;
    expect((await test.database.query(open)).rows).toEqual([]);
  });

  it('the same journey runs as on any other day', async () => {
    const outcome = await drive(test.context, {});
    expect(outcome.missing).toEqual([]);
    expect(await custodyFacts(person.noms)).toEqual([RELEASED]);
    expect(addDays(outcome.addresses[0]?.startDate ?? '', 0)).toBe(londonDate(new Date()));
  });
});
