import { TestGateway } from '../testing/gateway';

describe('the keys of a person', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    await gateway.app.db.query(
      `insert into identity_link values ('X900001', 'A1234BC', 'test', now()), ('X900002', 'A1234BC', 'test', now()),
         ('X900003', 'A9999ZZ', 'test', now())`,
    );
  });
  afterAll(() => gateway.close());

  const keysOf = async (...numbers: string[]) => {
    const reader = await gateway.app.as({ username: 'OPS', authorities: ['ROLE_THROUGHCARE__OPS'] });
    return (await reader.post<{ keys: string[] }>('/ops/people/keys', { numbers })).body.keys;
  };

  it('F-072: are all numbers that go together, whichever was typed, in any case', async () => {
    expect(await keysOf('a1234bc')).toEqual(['A1234BC', 'X900001', 'X900002']);
    expect(await keysOf('x900001')).toEqual(['A1234BC', 'X900001']);
    expect(await keysOf('X999999')).toEqual(['X999999']);
  });

  it('are for operators only', async () => {
    const other = await gateway.app.as({ username: 'X', authorities: ['ROLE_PROBATION'] });
    expect((await other.post('/ops/people/keys', { numbers: ['X900001'] })).status).toBe(403);
  });
});
