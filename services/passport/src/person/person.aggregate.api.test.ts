import { PathwayUpdated } from '@throughcare/events/pathway-updated.v1';
import { newId } from '@throughcare/events/ids';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { aggregateSuite } from '@throughcare/messaging/proof';
import { PassportApp } from '../testing/passport-app';
import { people } from './person.aggregate';
import type { Person } from './person.entity';

describe('a passport as an aggregate', () => {
  let passport: PassportApp;
  beforeAll(async () => void (passport = await PassportApp.start()));
  afterAll(() => passport?.close());

  let next = 1000;
  const aRow = async (): Promise<Omit<Person, 'version'>> => {
    const nomsNumber = `D${next++}DD`;
    const numbers = { nomsNumber, crn: null, eventKey: nomsNumber };
    return { id: newId(), ...numbers, prisonId: null, supportNeedsLegacyProfile: false };
  };

  aggregateSuite(people, () => ({
    work: passport.test.app.get(UnitOfWork),
    db: passport.test.db,
    aRow,
    changes: { prisonId: 'MDI' },
    event: PathwayUpdated.of(PathwayUpdated.example),
  }));
});
