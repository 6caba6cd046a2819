// What HMPPS sends on a bad day: ten times, swapped, about something else, or nothing that anybody can read.
import { addDays, londonDate } from '@throughcare/base/calendar';
import { bookingStatus } from '../flow/placement';
import { drive } from '../journey/drive';
import { type Course, assessor, person } from '../journey/steps';
import { anInstant, copiesOf, custodyFacts, move, movementMessage, settledFacts } from './hmpps';
import { PATIENCE_MS, type TestSystem, eventually, inject, leftOver, startTestSystem } from './kit';

jest.setTimeout(900_000);

let test: TestSystem;
beforeAll(async () => {
  test = await startTestSystem();
}, 300_000);
afterAll(() => test?.close(), 120_000);

const RELEASED = 'custody.person.released';
const RECEIVED = 'custody.person.received';

/** Releases in the words of a message that are none to the community. */
const otherwise = [
  ['TEMPORARY_ABSENCE_RELEASE', 'C3'],
  ['SENT_TO_COURT', 'CRT'],
  ['TRANSFERRED', 'NOTR'],
  ['RELEASED', 'MRG'],
] as const;

describe('a message that comes', () => {
  it('ten times is counted ten times and believed once', async () => {
    const noms = 'A9001AA';
    const instant = anInstant();
    const body = movementMessage({ noms, occurredAt: instant.occurredAt });
    await move(test, noms, { do: 'release', at: instant.at, reason: 'CR' });
    await Promise.all(Array.from({ length: 10 }, () => inject(test.context, body)));
    await eventually(
      () => copiesOf(test, instant),
      (copies) => copies === 10,
    );
    expect(await settledFacts(test, noms)).toEqual([RELEASED]);
  });

  it('after the one that followed it, a release after the reception, ends with the truth', async () => {
    const noms = 'A9009AA';
    const [out, back] = [anInstant(), anInstant()];
    await move(test, noms, { do: 'release', at: out.at, reason: 'CR' });
    await move(test, noms, { do: 'admit', at: back.at, prison: 'LEI', reason: '24' });
    const received = { type: 'prison-offender-events.prisoner.received', reason: 'ADMISSION', movementCode: '24' };
    await inject(test.context, movementMessage({ noms, occurredAt: back.occurredAt, ...received }));
    await eventually(
      () => custodyFacts(test, noms),
      (facts) => facts.includes(RECEIVED),
    );
    await inject(test.context, movementMessage({ noms, occurredAt: out.occurredAt }));
    await eventually(
      () => copiesOf(test, out, back),
      (copies) => copies === 2,
    );
    expect(await settledFacts(test, noms)).toEqual([RECEIVED]);
  });

  it('with a release that the prison API denies is not believed', async () => {
    const noms = 'A9015AA';
    await inject(test.context, movementMessage({ noms, ...anInstant() }));
    const denied = async () => {
      const sql = `select outcome from gateway.custody_claim where noms_number = $1`;
      return (await test.database.query<{ outcome: string | null }>(sql, [noms])).rows[0]?.outcome;
    };
    expect(await eventually(denied, (outcome) => !!outcome)).toBe('PrisonDisagrees');
    expect(await custodyFacts(test, noms)).toEqual([]);
  });
});

describe('a release that is none to the community', () => {
  it.each(otherwise.map(([reason, code], index) => [`A901${index}AA`, reason, code] as const))(
    'is not told as one for %s when the reason is %s with code %s',
    async (noms, reason, movementCode) => {
      const instant = anInstant();
      await inject(test.context, movementMessage({ noms, ...instant, reason, movementCode }));
      await eventually(
        () => copiesOf(test, instant),
        (copies) => copies === 1,
      );
      expect(await settledFacts(test, noms)).toEqual([]);
    },
  );

  it('starts no stay of somebody whose bed is confirmed, and the real arrival still counts once', async () => {
    const sendAll = async (course: Course) => {
      const before = await custodyFacts(test, person.noms);
      const instants = otherwise.map(() => anInstant());
      for (const [index, [reason, movementCode]] of otherwise.entries()) {
        const occurredAt = instants[index]?.occurredAt ?? '';
        await inject(test.context, movementMessage({ noms: person.noms, occurredAt, reason, movementCode }));
      }
      await eventually(
        () => copiesOf(test, ...instants),
        (copies) => copies === otherwise.length,
      );
      expect(await settledFacts(test, person.noms)).toEqual(before);
      if (!course.stay) throw new Error('There is no booking yet');
      expect(await bookingStatus(test.context.api, assessor, course.stay)).toBe('confirmed');
      const contacts = (await test.context.contacts(person.crn)).filter(({ type }) => type === 'EAAR');
      expect(contacts).toEqual([]);
    };
    const begins = ({ contact }: { contact?: { type: string } }, _: number, course: Course) =>
      contact?.type === 'EAAR' ? sendAll(course) : undefined;
    const outcome = await drive(test.context, { begins }, PATIENCE_MS);
    expect(outcome.missing).toEqual([]);
    expect(outcome.addresses).toHaveLength(1);
    expect(await custodyFacts(test, person.noms)).toEqual([RELEASED]);
    expect(addDays(outcome.addresses[0]?.startDate ?? '', 0)).toBe(londonDate(new Date()));
  });
});

describe('a message that nobody can read', () => {
  const quarantined = async () => {
    const sql = `select problem, convert_from(body, 'utf8') as body from gateway.quarantine order by received_at, id`;
    return (await test.database.query<{ problem: string; body: string }>(sql)).rows;
  };

  it('is kept as it was, with the reason, and the next one is taken', async () => {
    const bodies = ['{"Type":"Notification","Message":', ' ', 'null', 'x'.repeat(200_000)];
    for (const body of bodies) await inject(test.context, body);
    const kept = await eventually(quarantined, (seen) => seen.length >= bodies.length);
    expect(kept.map(({ body }) => body).sort()).toEqual([...bodies].sort());
    expect(kept.every(({ problem }) => problem.length > 0)).toBe(true);
    const noms = 'A9038AA';
    const { occurredAt, at } = anInstant();
    await move(test, noms, { do: 'release', at, reason: 'CR' });
    await inject(test.context, movementMessage({ noms, occurredAt }));
    await eventually(
      () => custodyFacts(test, noms),
      (facts) => facts.includes(RELEASED),
    );
  });

  it('because nobody has heard of its type, is passed over and told by name', async () => {
    const instant = anInstant();
    const type = 'prison.unheard-of';
    await inject(test.context, movementMessage({ noms: 'A9037AA', occurredAt: instant.occurredAt, type }));
    const told = async () => {
      const sql = 'select decision, reason from gateway.inbound_message where hmpps_type = $1';
      return (await test.database.query<{ decision: string; reason: string }>(sql, [type])).rows;
    };
    const [taken] = await eventually(told, (seen) => seen.length > 0);
    expect(taken?.decision).toBe('ignore');
    expect(await settledFacts(test, 'A9037AA')).toEqual([]);
  });
});

describe('after all of this', () => {
  it('no dead letter waits anywhere, and nothing that we had to tell is parked or unconfirmed', async () => {
    expect(await leftOver(test)).toEqual([]);
  });
});
