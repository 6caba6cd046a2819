import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { resetKeys } from '@throughcare/platform/testing';
import { PassportApp, anEvent } from '../testing/passport-app';
import { CustodyEvents } from './custody.events';

let passport: PassportApp;
let handlers: CustodyEvents;
beforeAll(async () => {
  passport = await PassportApp.start();
  handlers = passport.test.app.get(CustodyEvents);
}, 30_000);
afterAll(() => passport?.close());

const at = (occurredAt: string, verifiedAt = occurredAt) => ({ occurredAt, verifiedAt });
const release = (nomsNumber: string, occurredAt = '2026-03-02T09:05:00.000Z') => {
  const event = anEvent(PersonReleased, { nomsNumber, ...at(occurredAt) });
  return () => passport.deliver(handlers.moved.bind(handlers), event);
};
const receive = (nomsNumber: string, prisonId: string, occurredAt: string, recall = false) => {
  const event = anEvent(PersonReceived, { nomsNumber, prisonId, recall, ...at(occurredAt) });
  return () => passport.deliver(handlers.moved.bind(handlers), event);
};
const seen = async (nomsNumber: string) => {
  passport.prisoners.add(nomsNumber);
  const reply = await (
    await passport.as()
  ).get<{ personalDetails: { prisonId: string; prisonName: string | null } }>(
    `/resettlement-passport/prisoner/${nomsNumber}`,
  );
  return reply.body.personalDetails;
};
const storedOf = (nomsNumber: string) =>
  passport.query(
    `select c.type, c.reason, c.reason_code, c.prison_id from custody_event c join person p on p.id = c.person_id
     where p.noms_number = $1 order by c.occurred_at`,
    [nomsNumber],
  );

describe('custody events', () => {
  it('put the person out on release, though the register still says otherwise', async () => {
    expect(await seen('D1001DD')).toMatchObject({ prisonId: 'MDI', prisonName: 'Moorland (HMP & YOI)' });
    await release('D1001DD')();
    expect(await seen('D1001DD')).toMatchObject({ prisonId: 'OUT', prisonName: null });
    expect(await storedOf('D1001DD')).toEqual([
      { type: 'PRISON_RELEASE', reason: null, reason_code: 'CR', prison_id: 'MDI' },
    ]);
  });

  it('put the person in the prison that received them, marking a recall', async () => {
    await release('D1002DD')();
    await receive('D1002DD', 'SWI', '2026-04-10T15:08:51.000Z', true)();
    expect(await seen('D1002DD')).toMatchObject({ prisonId: 'SWI' });
    expect((await storedOf('D1002DD')).at(-1)).toMatchObject({ type: 'PRISON_ADMISSION', reason: 'RECALL' });
  });

  it('F-075: are repaired by a reset of the person, from history', async () => {
    const again = release('D1075DD');
    await again();
    await passport.query(
      `update custody_event set prison_id = 'XXX', reason_code = '??' where person_id = (select id from person where noms_number = 'D1075DD')`,
    );
    await passport.query(`update person set prison_id = 'XXX' where noms_number = 'D1075DD'`);
    await resetKeys(passport.test, 'passport.custody', ['D1075DD']);
    expect(await storedOf('D1075DD')).toEqual([]);
    await again();
    expect(await storedOf('D1075DD')).toMatchObject([{ type: 'PRISON_RELEASE', reason_code: 'CR' }]);
    expect(await seen('D1075DD')).toMatchObject({ prisonId: 'OUT' });
  });

  it('open a passport for someone never seen', async () => {
    await receive('D1003DD', 'LEI', '2026-01-10T15:08:51.000Z')();
    const rows = await passport.query(
      `select p.prison_id, p.crn, count(*)::int as pathways from person p join pathway_status s on s.person_id = p.id
       where p.noms_number = 'D1003DD' group by p.id`,
    );
    expect(rows).toEqual([{ prison_id: 'LEI', crn: 'X900001', pathways: 7 }]);
  });

  it('never let an older one overwrite a newer one, and are all stored', async () => {
    await receive('D1004DD', 'SWI', '2026-04-10T15:08:51.000Z')();
    await release('D1004DD', '2026-03-02T09:05:00.000Z')();
    expect(await seen('D1004DD')).toMatchObject({ prisonId: 'SWI' });
    expect(await storedOf('D1004DD')).toHaveLength(2);
  });

  it('are stored once when they come twice', async () => {
    const twice = release('D1005DD');
    await twice();
    await twice();
    expect(await storedOf('D1005DD')).toHaveLength(1);
  });

  it('change no pathway and tell nothing', async () => {
    await release('D1006DD')();
    expect(await passport.published('D1006DD')).toEqual([]);
  });
});
