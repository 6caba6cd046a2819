import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

const Email = z.object({
  email_address: z.email(),
  template_id: z.uuid(),
  personalisation: z.record(z.string(), z.string()).optional(),
  reference: z.string().optional(),
});
type Kept = z.output<typeof Email> & { readonly id: string };

const refused = (status: number, error: string, message: string) => ({
  status_code: status,
  errors: [{ error, message }],
});

/** GOV.UK Notify, as far as emails go. It takes the same reference twice, as the real one does. What was sent is forgotten at its end. */
export const notifyRoutes = (app: FastifyInstance): void => {
  const sent: Kept[] = [];
  const hasToken = (header: string | undefined) => /^Bearer [\w-]+\.[\w-]+\.[\w-]+$/.test(header ?? '');

  app.post('/notify/v2/notifications/email', (request, reply) => {
    if (!hasToken(request.headers.authorization))
      return reply.code(403).send(refused(403, 'AuthError', 'Invalid token: API key not found'));
    const email = Email.safeParse(request.body);
    if (!email.success) return reply.code(400).send(refused(400, 'ValidationError', 'The request is not valid'));
    const kept = { ...email.data, id: randomUUID() };
    sent.push(kept);
    const { id, reference = null, template_id } = kept;
    return reply.code(201).send({ id, reference, template: { id: template_id, version: 1 } });
  });

  app.get('/notify/v2/notifications', (request, reply) => {
    if (!hasToken(request.headers.authorization))
      return reply.code(403).send(refused(403, 'AuthError', 'Invalid token: API key not found'));
    const { reference } = request.query as { reference?: string };
    const found = sent.filter((one) => reference === undefined || one.reference === reference);
    return {
      notifications: found.map((one) => ({ ...one, type: 'email', status: 'delivered' })),
      links: { current: request.url },
    };
  });
};
