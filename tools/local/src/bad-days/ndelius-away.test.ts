// nDelius goes away or takes its time while people are placed: afterwards it has everything, once and in order.
import { setTimeout as sleep } from 'node:timers/promises';
import { drive, patiently } from '../journey/drive';
import type { Address } from '../journey/context';
import { type Course, person, steps } from '../journey/steps';
import { verdict } from '../journey/verdict';
import { PATIENCE_MS, type TestSystem, control, eventually, leftOver, startTestSystem, tellAgain } from './kit';

jest.setTimeout(900_000);

let test: TestSystem;
beforeAll(async () => {
  test = await startTestSystem();
}, 300_000);
afterAll(() => test?.close(), 120_000);

const MINUTE_MS = 60_000;
/** Who records the stay, as nDelius knows them. */
const ASSESSOR_CODE = 'N07S002';

/** Ways of being away: how it begins, and how it ends. */
const absences = {
  'is gone as a process': {
    leave: () => test.system.kill('ndelius'),
    comeBack: () => test.system.restart('ndelius'),
  },
  'answers nothing but errors and takes no event': {
    leave: async () => {
      await control(test.system, 'ndelius', 'PUT', '/consumer', { paused: true });
      const fault = { match: { path: '/*' }, fault: { kind: 'error', status: 503 } };
      await control(test.system, 'ndelius', 'POST', '/faults', fault);
    },
    comeBack: async () => {
      await control(test.system, 'ndelius', 'DELETE', '/faults');
      await control(test.system, 'ndelius', 'PUT', '/consumer', { paused: false });
    },
  },
} as const;

/** What the gateway sent of this stay. */
const sent = async ({ stay }: Course) => {
  const sql = `select event_type from gateway.sync_operation where booking_id = $1 and published_at is not null order by seq`;
  const { rows } = await test.database.query<{ event_type: string }>(sql, [stay?.bookingId]);
  return rows.map(({ event_type }) => event_type.replace('accommodation.cas3.', ''));
};

/** Takes steps without waiting for what nDelius makes of them. */
const take = async (course: Course, first: number, end?: number) => {
  for (const step of steps.slice(first, end))
    await patiently(Date.now() + PATIENCE_MS, () => step.act(test.context, course));
};

describe('nDelius is away for a minute', () => {
  it.each(Object.entries(absences))('and learns everything once when it is back: it %s', async (_, absence) => {
    const { context } = test;
    const before = await context.addresses(person.crn);
    const course: Course = { notes: [] };
    await take(course, 0, 3);
    await absence.leave();
    const back = sleep(MINUTE_MS).then(() => absence.comeBack());
    await take(course, 3);
    const told = await eventually(
      () => sent(course),
      (seen) => seen.includes('person.departed'),
    );
    expect(told).toEqual(['booking.provisionally-made', 'booking.confirmed', 'person.arrived', 'person.departed']);
    await back;
    const wrong = async () =>
      verdict(course, await context.contacts(person.crn), before, await context.addresses(person.crn));
    await eventually(wrong, (seen) => seen.length === 0);
    expect(await leftOver(test)).toEqual([]);
  });
});

describe('nDelius uses a departure only after its arrival', () => {
  const wrongWith = async (course: Course, before: readonly Address[]) =>
    verdict(course, await test.context.contacts(person.crn), before, await test.context.addresses(person.crn));
  const moves = async ({ stay }: Course) => {
    const sql = `select operation, state from gateway.sync_operation
      where booking_id = $1 and operation like 'person.%' order by seq`;
    const { rows } = await test.database.query<{ operation: string; state: string }>(sql, [stay?.bookingId]);
    return rows.map(({ operation, state }) => `${operation} ${state}`);
  };
  const CONFIRMED = ['person.arrived confirmed', 'person.departed confirmed'];
  const settled = (course: Course) =>
    eventually(
      () => moves(course),
      (seen) => JSON.stringify(seen) === JSON.stringify(CONFIRMED),
      90_000,
    );

  it('when it read the arrival and took long to use it', async () => {
    const before = await test.context.addresses(person.crn);
    const course: Course = { notes: [] };
    await control(test.system, 'ndelius', 'PUT', '/consumer', { late: { 'person.arrived': 8 } });
    await take(course, 0);
    await settled(course);
    await control(test.system, 'ndelius', 'PUT', '/consumer', { late: {} });
    expect(await wrongWith(course, before)).toEqual([]);
  });

  it('when it read the arrival, could not use it, and could when it came again', async () => {
    const before = await test.context.addresses(person.crn);
    const course: Course = { notes: [] };
    await take(course, 0, 5);
    await eventually(
      () => test.context.contacts(person.crn),
      (seen) =>
        seen.some(({ externalReference: held }) => held.endsWith(`booking-confirmed:${course.stay?.bookingId}`)),
    );
    const { staff } = (await control(test.system, 'ndelius', 'GET', '/state')) as { staff: Record<string, object> };
    const failures = async () =>
      ((await control(test.system, 'ndelius', 'GET', '/consumer')) as { failures: object[] }).failures.length;
    const failedBefore = await failures();
    await control(test.system, 'ndelius', 'DELETE', `/staff/${ASSESSOR_CODE}`);
    await take(course, 5);
    await eventually(failures, (count) => count > failedBefore);
    await control(test.system, 'ndelius', 'PUT', `/staff/${ASSESSOR_CODE}`, staff[ASSESSOR_CODE]);
    await settled(course);
    expect(await wrongWith(course, before)).toEqual([]);
  });
});

describe('nDelius is gone for a moment', () => {
  it('while events wait in its queue, and takes them when it is back', async () => {
    let back: Promise<void> = Promise.resolve();
    const begins = ({ contact }: { contact?: { type: string } }) => {
      if (contact?.type !== 'EADP') return;
      back = sleep(30)
        .then(() => test.system.kill('ndelius'))
        .then(() => sleep(2_000))
        .then(() => test.system.restart('ndelius'));
    };
    const outcome = await drive(test.context, { begins }, PATIENCE_MS);
    await back;
    expect(outcome.missing).toEqual([]);
    expect(outcome.addresses).toHaveLength(1);
  });
});

describe('the eye that watches nDelius', () => {
  it('sees it when an arrival is told twice', async () => {
    const before = await test.context.addresses(person.crn);
    const outcome = await drive(test.context, {}, PATIENCE_MS);
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
