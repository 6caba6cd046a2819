import { createHash } from 'node:crypto';
import { receive } from '@throughcare/hmpps/intake.rules';
import { Client } from 'pg';
import { InboundWorld } from '../testing/inbound-world';
import { notification } from '../testing/samples';

jest.setTimeout(30_000);

const NUL = '\u0000';
const HALF = '\ud83d';

describe('a message that says more than the one before', () => {
  const world = new InboundWorld();
  const { releaseMessage, take, look, types, claims } = world;

  it('F-025: a release whose movement code was corrected is looked into and published', async () => {
    world.gateway.upstreams.release(world.noms);
    expect(await take(releaseMessage({ nomisMovementReasonCode: 'MRG' }), releaseMessage())).toEqual([
      'ignore',
      'custody',
    ]);
    await look();
    expect([await types(), await claims()]).toEqual([['custody.person.released'], ['published']]);
  });

  it('F-025: what an older version ignored is taken by the one that knows what to do, and then once', async () => {
    const ignored = createHash('sha256')
      .update(`ignored ${receive(releaseMessage()).fingerprint}`)
      .digest('hex');
    await world.gateway.app.db.query(
      `insert into inbound_message (semantic_key, hmpps_type, decision, reason) values ($1, 'x', 'ignore', 'NoConfigForMovement')`,
      [ignored],
    );
    expect(await take(releaseMessage(), releaseMessage())).toEqual(['custody', 'copy']);
  });

  it('F-025: what is ignored again is counted as a copy', async () => {
    const odd = releaseMessage({ reason: 'ABDUCTED' });
    expect(await take(odd, odd)).toEqual(['ignore', 'copy']);
  });
});

describe('a message that cannot be stored', () => {
  const world = new InboundWorld();
  const { releaseMessage, take } = world;
  beforeEach(() => world.gateway.app.db.query('delete from quarantine'));
  const quarantined = (): Promise<{ problem: string; body: Buffer; hmpps_type: string }[]> =>
    world.gateway.app.db.query('select problem, body, hmpps_type from quarantine order by received_at');

  it.each<[string, () => string]>([
    [
      'a NUL in a known type',
      () => releaseMessage({}, { eventType: `prison-offender-events.prisoner.released${NUL}` }),
    ],
    ['a NUL in an unknown type', () => releaseMessage({}, { eventType: `some.type${NUL}` })],
    ['half a character in a type', () => releaseMessage({}, { eventType: `some.type${HALF}` })],
    ['a NUL in the movement code', () => releaseMessage({ nomisMovementReasonCode: NUL })],
    ['a NUL in the prison', () => releaseMessage({ prisonId: `M${NUL}I` })],
    ['half a character in the prison', () => releaseMessage({ prisonId: HALF })],
    ['a NUL in the reason', () => releaseMessage({ reason: `RELEASED${NUL}` })],
    [
      'a NUL in the id',
      () => notification((JSON.parse(releaseMessage()) as { Message: string }).Message, { MessageId: `a${NUL}b` }),
    ],
    ['a NUL in the address of the detail', () => releaseMessage({}, { detailUrl: `https://x/${NUL}` })],
  ])('F-028: is quarantined once, with its reason and its body as it came: %s', async (_, message) => {
    const body = message();
    expect(await take(body, body)).toEqual(['quarantine', 'quarantine']);
    const rows = await quarantined();
    expect(rows.map(({ problem, body: kept }) => [problem, kept.toString('utf8')])).toEqual([['NOT_STORABLE', body]]);
    expect(rows[0]?.hmpps_type).not.toContain(NUL);
  });

  it('F-028: is quarantined when only the database finds out, and taken once it can be', async () => {
    const admin = new Client({ connectionString: world.gateway.app.database.adminUrl });
    await admin.connect();
    await admin.query(`set search_path to gateway;
      create function refuse() returns trigger language plpgsql as
        $$ begin raise exception 'cannot be held' using errcode = '22P05'; end $$;
      create trigger refuse before insert on custody_claim for each row execute function refuse()`);
    expect(await take(releaseMessage())).toEqual(['quarantine']);
    expect((await quarantined()).map(({ problem }) => problem)).toEqual(['NOT_STORABLE']);
    expect(await world.gateway.inbound.retake({ problem: 'NOT_STORABLE' }, 10)).toEqual({ taken: 0, refused: 1 });
    await admin.query('drop trigger refuse on gateway.custody_claim');
    await admin.end();
    expect(await world.gateway.inbound.retake({ problem: 'NOT_STORABLE' }, 10)).toEqual({ taken: 1, refused: 0 });
    expect(await quarantined()).toEqual([]);
  });

  it('F-028: is one of many odd ones, of which none is tried again', async () => {
    const odd = [NUL, HALF, `${HALF}${NUL}`, '\u0001', '\uffff', 'x'.repeat(3_000), '{}', "'; drop table x", '٠', ''];
    const fields = [
      'reason',
      'prisonId',
      'nomisMovementReasonCode',
      'currentLocation',
      'currentPrisonStatus',
      'nomsNumber',
    ];
    const bodies = odd.flatMap((text) => [
      ...fields.map((name) => releaseMessage({ [name]: text })),
      ...['eventType', 'occurredAt', 'detailUrl', 'personReference', 'version'].map((name) =>
        releaseMessage({}, { [name]: text }),
      ),
      notification(text),
      notification(releaseMessage(), { MessageId: text, TopicArn: text }),
    ]);
    const taken = await Promise.all(bodies.map((body) => world.gateway.inbound.take(body)));
    expect(taken).toHaveLength(130);
  });
});
