import { Body, Controller, Get, Header, Module, Param, Post } from '@nestjs/common';
import { Reach } from '../access';
import { Authority, Reads } from '../auth';
import { backgroundTable } from '../background';
import { DatabaseModule, sqlMigration } from '../database';
import { conflict } from '@throughcare/base/errors';
import { NestLog } from '../logging';
import { NotInApi } from '../replies';
import { startTestApp, until } from '../testing';
import type { TestApp, TestRequest } from '../testing';
import { idempotencyAsked, idempotencyTable } from './store';
import { NameParam } from '../dto';

let runs = 0;
let refuse = false;

@NotInApi()
@Authority('ROLE_PROBATION')
@Controller('things')
class Things {
  @Header('Location', '/things/1')
  @Reach('none')
  @Post(':kind')
  async create(@Param('kind', NameParam) kind: string, @Body() body: { wait?: number }) {
    runs += 1;
    if (refuse) throw conflict('TAKEN');
    if (body.wait) await new Promise((resolve) => setTimeout(resolve, body.wait));
    return { z: runs, kind, a: null };
  }
  @Reach('none') @Post(':kind/nothing') nothing() {
    runs += 1;
  }
  @Reads() @Reach('none') @Post(':kind/search') search() {
    runs += 1;
    return [{ name: 'Ada Byron', personType: 'FullPerson' }];
  }
  @Reach('none') @Get(':kind') read() {
    runs += 1;
    return {};
  }
}

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'once',
      entities: [],
      migrations: [sqlMigration('Once1764000000000', idempotencyTable, idempotencyAsked, backgroundTable)],
    }),
  ],
  controllers: [Things],
})
class OnceModule {}

it('starts without an error line where nobody is shown and nothing is consumed', async () => {
  const told = jest.spyOn(NestLog.prototype, 'error');
  const app = await startTestApp(OnceModule);
  await app.close();
  expect(told.mock.calls).toEqual([]);
  told.mockRestore();
});

it('deletes by itself what is older than a day', async () => {
  const app = await startTestApp(OnceModule);
  const add = (key: string, hours: number) =>
    app.db.query(
      `insert into idempotency_key (caller, route, key, fingerprint, owner, claimed_at)
       values ('c', 'r', $1, 'f', gen_random_uuid(), now() - $2 * interval '1 hour')`,
      [key, hours],
    );
  await add('old', 25);
  await add('young', 23);
  const other = await startTestApp(OnceModule, { BACKGROUND: 'on', DATABASE_URL: app.database.url }, { on: app });
  const keys = () => app.db.query<{ key: string }[]>('select key from idempotency_key order by key');
  await until(async () => (await keys()).length === 1);
  expect(await keys()).toEqual([{ key: 'young' }]);
  await other.close();
  await app.close();
});

describe('a write with an Idempotency-Key', () => {
  let app: TestApp;
  let one: TestRequest;
  beforeAll(async () => {
    app = await startTestApp(OnceModule);
    one = await app.as({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    runs = 0;
    refuse = false;
    await app.db.query('truncate idempotency_key');
  });
  const keyed = (key: string, request = one) => request.with({ 'idempotency-key': key });

  it('F-034: is done once, and answers the same again, without a word in its controller', async () => {
    const first = await keyed('k1').post('/things/a', { wait: 0 });
    const again = await keyed('k1').post('/things/a', { wait: 0 });
    expect(runs).toBe(1);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(JSON.stringify(again.body)).toBe('{"z":1,"kind":"a","a":null}');
    expect(again.headers.get('location')).toBe('/things/1');
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
  });

  it('is done once when it comes many times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => keyed('k1').post('/things/a', { wait: 150 })));
    expect(runs).toBe(1);
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
  });

  it('repeats an answer without body', async () => {
    await keyed('k1').post('/things/a/nothing');
    expect(await keyed('k1').post('/things/a/nothing')).toMatchObject({ status: 201, body: '' });
    expect(runs).toBe(1);
  });

  it.each([
    ['another body', '/things/a', { wait: 1 }],
    ['another address', '/things/b', { wait: 0 }],
  ])('is refused for %s under the same key', async (_, path, body) => {
    await keyed('k1').post('/things/a', { wait: 0 });
    const { status, body: problem } = await keyed('k1').post(path, body);
    expect({ status, problem }).toMatchObject({ status: 422, problem: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(runs).toBe(1);
  });

  it('is done again for another caller, another key, or none', async () => {
    const other = await app.as({ username: 'CAST_02', authorities: ['ROLE_PROBATION'] });
    await keyed('k1').post('/things/a');
    await keyed('k1', other).post('/things/a');
    await keyed('k2').post('/things/a');
    await one.post('/things/a');
    await one.post('/things/a');
    expect(runs).toBe(5);
  });

  it('is done again after a refusal', async () => {
    refuse = true;
    expect((await keyed('k1').post('/things/a')).status).toBe(409);
    refuse = false;
    expect((await keyed('k1').post('/things/a')).status).toBe(201);
  });

  it('is done again after a day, or when the process that had begun it died', async () => {
    await keyed('k1').post('/things/a');
    await app.db.query("update idempotency_key set claimed_at = claimed_at - interval '25 hours'");
    await keyed('k1').post('/things/a');
    await app.db.query("update idempotency_key set status = null, claimed_at = claimed_at - interval '61 seconds'");
    await keyed('k1').post('/things/a');
    expect(runs).toBe(3);
  });

  it.each(['', ' ', 'a b', 'x'.repeat(256)])('is refused for the key %p', async (key) => {
    const { status } = await keyed(key).post('/things/a');
    expect(status).toBe(400);
    expect(runs).toBe(0);
  });

  it('F-013: is answered anew when it only reads, and nothing of its answer is kept', async () => {
    for (let time = 1; time <= 2; time += 1) {
      const { status, headers } = await keyed('k1').post('/things/a/search');
      expect([status, headers.get('idempotency-replayed'), runs]).toEqual([201, null, time]);
    }
    expect(await app.db.query('select from idempotency_key')).toEqual([]);
  });

  it('does not touch reads', async () => {
    await keyed('k1').get('/things/a');
    await keyed('k1').get('/things/a');
    expect(runs).toBe(2);
  });
});
