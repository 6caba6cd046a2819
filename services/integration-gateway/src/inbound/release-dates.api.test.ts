import { ReleaseDatesService } from '../custody/release-dates.service';
import { InboundWorld } from '../testing/inbound-world';
import { sample, sampleJson } from '../testing/samples';

jest.setTimeout(60_000);

const dates = sampleJson('hmpps-events/prison-offender-events.prisoner.sentence-dates-changed.json');
const updated = sampleJson('hmpps-events/prisoner-offender-search.prisoner.updated.json');

describe('messages about release dates', () => {
  const world = new InboundWorld();
  const { about, take, published } = world;
  let message = 0;
  const said = (event: object = dates, info: object = {}) => {
    message += 1;
    return about(event, info, { occurredAt: `2026-03-02T10:00:00.${String(message).padStart(3, '0')}Z` });
  };
  const follow = () =>
    world.gateway.app.db.query(
      `insert into custody_person (noms_number, aggregate_id, followed_until)
       values ($1, gen_random_uuid(), now() + interval '1 year')`,
      [world.noms],
    );
  const shows = (sentenceDetail: object | null) => {
    world.gateway.upstreams.admit(world.noms);
    const inmate = world.gateway.upstreams.prison.get(world.noms);
    world.gateway.upstreams.prison.set(world.noms, {
      ...inmate,
      detail: { ...inmate?.detail, sentenceDetail },
    });
  };
  const look = async () => {
    while (await world.gateway.app.app.get(ReleaseDatesService).round());
  };
  const told = async () => (await published()).map(({ key, data }) => [key, data['releaseDate'], data['kind']]);

  it('of somebody who is followed are looked into, and the date is told once, as the prison shows it', async () => {
    await follow();
    shows({ releaseDate: '2027-05-03', nonDtoReleaseDateType: 'CRD' });
    const first = said();
    expect(await take(first, first, said(updated))).toEqual(['dates', 'copy', 'dates']);
    await look();
    await take(said());
    await look();
    expect(await told()).toEqual([[world.crn, '2027-05-03', 'conditional']]);
    shows({ releaseDate: '2027-05-03', confirmedReleaseDate: '2027-05-10' });
    await take(said());
    await look();
    shows(null);
    await take(said());
    await look();
    expect((await told()).slice(1)).toEqual([
      [world.crn, '2027-05-10', 'confirmed'],
      [world.crn, undefined, 'none'],
    ]);
    const versions = (await published()).map(({ version }) => version);
    expect(versions).toEqual([1, 2, 3]);
  });

  it('of anybody else leave no trace, and neither does what changes no dates', async () => {
    expect(await take(said(), said(updated))).toEqual(['ignore', 'ignore']);
    await follow();
    expect(await take(said(updated, { categoriesChanged: ['LOCATION', 'ALERTS'] }))).toEqual(['ignore']);
    const rows = await world.gateway.app.db.query('select 1 from inbound_message where decision in ($1, $2)', [
      'dates',
      'ignore',
    ]);
    await look();
    expect(await published()).toEqual([]);
    expect(rows).not.toContainEqual({ reason: 'NoDatesChanged' });
  });

  it('wait while the prison API does not answer, and are told afterwards', async () => {
    await follow();
    shows({ releaseDate: '2027-05-03', nonDtoReleaseDateType: 'ARD' });
    await take(said());
    world.gateway.upstreams.break('/prison');
    await look();
    expect(await told()).toEqual([]);
    world.gateway.upstreams.mend();
    await world.gateway.app.db.query('update custody_person set next_dates_at = now() where noms_number = $1', [
      world.noms,
    ]);
    await look();
    expect(await told()).toEqual([[world.crn, '2027-05-03', 'automatic']]);
  });

  it('that name two people wait in quarantine, as the published example does', async () => {
    expect(await take(sample('hmpps-events/prisoner-offender-search.prisoner.updated.json'))).toEqual(['quarantine']);
    expect(await take(sample('hmpps-events/prison-offender-events.prisoner.sentence-dates-changed.json'))).toEqual([
      'ignore',
    ]);
  });
});
