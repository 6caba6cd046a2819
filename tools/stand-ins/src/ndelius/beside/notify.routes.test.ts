import { fastify } from 'fastify';
import { notifyRoutes } from './notify.routes';

const TEMPLATE = '00000000-0000-4000-8000-000000000011';
const headers = { authorization: 'Bearer a.b.c' };
const email = {
  email_address: 'cast.one@justice.gov.uk',
  template_id: TEMPLATE,
  personalisation: { link: 'https://x.example' },
  reference: 'r-1',
};

describe('the stand-in of GOV.UK Notify', () => {
  const app = fastify();
  notifyRoutes(app);
  afterAll(() => app.close());
  const send = (payload: object, given: object = headers) =>
    app.inject({ method: 'POST', url: '/notify/v2/notifications/email', headers: { ...given }, payload });
  const found = async (reference: string) =>
    (await app.inject({ url: `/notify/v2/notifications?reference=${reference}`, headers })).json<{
      notifications: object[];
    }>().notifications;

  it('takes an email, finds it by its reference, and takes the same reference twice as the real one does', async () => {
    const answer = await send(email);
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      { id: expect.any(String), reference: 'r-1', template: { id: TEMPLATE, version: 1 } },
    ]);
    expect(await found('r-1')).toMatchObject([{ reference: 'r-1', type: 'email', status: 'delivered' }]);
    await send(email);
    expect(await found('r-1')).toHaveLength(2);
    expect(await found('r-2')).toEqual([]);
  });

  it('refuses who brings no token, and what is no email', async () => {
    expect((await send(email, {})).statusCode).toBe(403);
    expect((await send({ ...email, email_address: 'nobody' })).statusCode).toBe(400);
  });
});
