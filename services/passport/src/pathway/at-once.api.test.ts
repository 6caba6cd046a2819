import { setTimeout as sleep } from 'node:timers/promises';
import { PassportApp } from '../testing/passport-app';

let passport: PassportApp;
beforeAll(async () => {
  passport = await PassportApp.start();
}, 30_000);
afterAll(() => passport?.close());

let next = 1000;
const aPerson = async () => {
  const number = `E${next++}EE`;
  passport.prisoners.add(number);
  await (await passport.as()).get(`/resettlement-passport/prisoner/${number}`);
  return number;
};
const set = async (number: string, pathway: string, status: string) => {
  const body = { pathway, status, caseNoteText: `Set to ${status}` };
  return (await passport.as()).patch(`/resettlement-passport/prisoner/${number}/pathway-with-case-note`, body);
};
/** Held by us, so that whoever changes the person's health stops there with everything else that they lock. */
const HEALTH = `select from pathway_status s join person p on p.id = s.person_id
  where p.noms_number = $1 and s.pathway = 'HEALTH' for update of s`;
const changesOf = async (number: string) =>
  (await passport.published(number)).map(({ version, payload }) => [
    version,
    payload.pathway,
    payload.from,
    payload.to,
  ]);

describe('two pathways of one person', () => {
  it('do not wait for each other: one commits while the transaction of the other is open', async () => {
    const number = await aPerson();
    await passport.whileLocked(HEALTH, [number], async (untilWaiting, letGo) => {
      const health = set(number, 'HEALTH', 'DONE');
      await untilWaiting(1);
      const other = set(number, 'FINANCE_AND_ID', 'IN_PROGRESS').then(({ status }) => status);
      const first = await Promise.race([other, sleep(5_000, 'it waits', { ref: false })]);
      await letGo();
      expect([first, (await health).status]).toEqual([200, 200]);
    });
    expect((await changesOf(number)).toSorted()).toEqual([
      [1, 'FINANCE_AND_ID', 'NOT_STARTED', 'IN_PROGRESS'],
      [1, 'HEALTH', 'NOT_STARTED', 'DONE'],
    ]);
  });
});

describe('one pathway', () => {
  it('that several change at once is changed by one after the other, without a gap', async () => {
    const number = await aPerson();
    const to = ['DONE', 'IN_PROGRESS', 'SUPPORT_DECLINED'];
    const replies = await passport.atOnce(HEALTH, [number], () => to.map((status) => set(number, 'HEALTH', status)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    const changes = await changesOf(number);
    expect(changes.map(([version]) => version)).toEqual([1, 2, 3]);
    expect(changes.map(([, , from]) => from)).toEqual([
      'NOT_STARTED',
      ...changes.map(([, , , status]) => status).slice(0, 2),
    ]);
  });
});
