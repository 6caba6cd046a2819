import { startOperatedApp, until } from '@throughcare/platform/testing';
import type { Operated } from '@throughcare/platform/testing';
import { run } from '../cli';
import { EXIT } from '../exit';

describe('throughcare replay', () => {
  let operated: Operated;
  let env: Record<string, string>;

  beforeAll(async () => {
    operated = await startOperatedApp();
    const { app } = operated;
    const token = await app.issuer.token({ clientId: 'throughcare-ops', authorities: ['ROLE_THROUGHCARE__OPS_RW'] });
    env = { THROUGHCARE_SERVICES: `booking=${app.url}`, THROUGHCARE_TOKEN: token, DATA_DIR: '/nowhere' };
  });
  afterAll(() => operated?.app.close());

  const cli = async (line: string) => {
    let stdout = '';
    const write = (text: string) => (stdout += text);
    const code = await run(line.split(' '), { env, stdout: { write }, stderr: { write } });
    return { code, stdout };
  };

  it('names what it left alone, says what to do, and ends with findings', async () => {
    operated.refused.add('X1');
    await operated.publish('X1', 1);
    await until(async () => (await cli('dlq list --consumer tables')).stdout.includes('X1'));
    const done = await cli('replay run --consumer tables --missed --reason x --yes');
    expect(done).toMatchObject({ code: EXIT.findings });
    expect(done.stdout).toMatch(/X1 +\S+ +parked +PARKED/);
    expect(done.stdout).toContain('throughcare dlq list --consumer tables');
  });

  it('says that what was missed leaves', async () => {
    const { stdout } = await cli('replay run --consumer tables --missed --reason x');
    expect(stdout).toContain('What was missed takes effect now: outgoing events leave, other systems are informed.');
  });
});
