import { decodeJwt } from 'jose';
import { startStandIns, type Started } from '../testing';

const BACK = 'http://127.0.0.1:3000/sign-in/callback';
const ASKED = { response_type: 'code', client_id: 'throughcare-staff', redirect_uri: BACK, state: 's1' };

describe('signing in by name', () => {
  let started: Started;
  let base: string;
  beforeAll(async () => {
    started = await startStandIns(['auth']);
    base = `${started.url('auth')}/auth`;
  });
  afterAll(() => started.close());

  const sent = (form: Record<string, string>) =>
    fetch(`${base}/oauth/authorize`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ ...ASKED, ...form }),
    });

  it('is offered with labels, beside the buttons', async () => {
    const page = await (await fetch(`${base}/oauth/authorize?${new URLSearchParams(ASKED).toString()}`)).text();
    expect(page).toContain('<label for="username">Username</label> <input id="username" name="username"');
    expect(page).toContain('<label for="password">Password</label> <input id="password" name="password"');
    expect(page).toContain('<button>Sign in</button>');
    expect(page).toContain('<button name="username" value="CAS3_ASSESSOR">');
  });

  it('takes any password, and the name however it is typed', async () => {
    const back = await sent({ username: ' cas3_assessor ', password: 'anything' });
    expect(back.status).toBe(302);
    const code = new URL(back.headers.get('location')!).searchParams.get('code')!;
    const basic = Buffer.from('throughcare-staff:local-staff-secret').toString('base64');
    const token = await fetch(`${base}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: BACK }),
    });
    expect(await token.json()).toMatchObject({ user_name: 'CAS3_ASSESSOR' });
  });

  it('shows the page again for a name that nobody has, and keeps what was asked', async () => {
    const response = await sent({ username: 'NOBODY', password: 'x' });
    const page = await response.text();
    expect([response.status, page.includes('Enter a valid username and password')]).toEqual([400, true]);
    expect(page).toContain('<input type="hidden" name="state" value="s1">');
  });
});

describe('the person’s client', () => {
  let started: Started;
  beforeAll(async () => {
    started = await startStandIns(['auth']);
  });
  afterAll(() => started.close());

  const asked = (body: string | undefined, type = 'application/json') =>
    fetch(`${started.url('auth')}/auth/oauth/token?grant_type=client_credentials`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from('plan-your-future:local-person-secret').toString('base64')}`,
        'content-type': type,
      },
      ...(body === undefined ? {} : { body }),
    });

  it.each([undefined, '', '{}'])('gets a token by the query alone, with a body of JSON that is %p', async (body) => {
    const response = await asked(body);
    const { access_token: token } = (await response.json()) as { access_token: string };
    expect(decodeJwt(token)).toMatchObject({
      sub: 'plan-your-future',
      authorities: ['ROLE_RESETTLEMENT_PASSPORT_EDIT'],
    });
  });

  it('is refused a body that is no JSON', async () => {
    expect((await asked('{')).status).toBe(400);
  });
});
