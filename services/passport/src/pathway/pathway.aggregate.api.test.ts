import { newId } from '@throughcare/events/ids';
import { PathwayUpdated } from '@throughcare/events/pathway-updated.v1';
import { silentChanges } from '@throughcare/messaging/operations';
import { aggregateSuite } from '@throughcare/messaging/proof';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { PassportApp } from '../testing/passport-app';
import { pathways } from './pathway.aggregate';
import type { PathwayStatus } from './pathway.entity';

describe('a pathway as an aggregate', () => {
  let passport: PassportApp;
  beforeAll(async () => void (passport = await PassportApp.start()));
  afterAll(() => passport?.close());

  let next = 1000;
  const aRow = async (): Promise<Omit<PathwayStatus, 'version'>> => {
    const [personId, eventKey] = [newId(), `G${next++}GG`];
    const person = 'insert into person (id, noms_number, event_key) values ($1, $2, $2)';
    await passport.query(person, [personId, eventKey]);
    const unset = { status: 'NOT_STARTED', cause: null, updatedAt: null } as const;
    return { id: newId(), personId, pathway: 'HEALTH', eventKey, ...unset };
  };

  aggregateSuite(pathways, () => ({
    work: passport.test.app.get(UnitOfWork),
    db: passport.test.db,
    aRow,
    changes: { status: 'DONE' as const },
    event: PathwayUpdated.of(PathwayUpdated.example),
  }));

  it('is missed by the count of silent changes when its status changes without an event, and not when only its cause does', async () => {
    const number = 'G9001GG';
    passport.prisoners.add(number);
    await (await passport.as()).get(`/resettlement-passport/prisoner/${number}`);
    const change = (set: string, pathway: string) =>
      passport.query<{ id: string }>(
        `with changed as (update pathway_status set ${set} where pathway = '${pathway}'
           and person_id = (select id from person where noms_number = $1) returning id)
         select id from changed`,
        [number],
      );
    await change(`cause = 'staff', updated_at = now()`, 'HEALTH');
    const [changed] = await change(`status = 'DONE'`, 'FINANCE_AND_ID');
    const [found] = await silentChanges(passport.test.db, 'passport', [{ table: 'pathway_status' }]);
    expect(found).toMatchObject({ count: 1, examples: [changed?.id] });
  });
});
