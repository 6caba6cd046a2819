import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { Emulator, eventually } from '../testing/emulator';
import { TestGateway } from '../testing/gateway';

const ROUTES = [
  'PUT /queue-admin/retry-dlq/in-dlq',
  'PUT /queue-admin/retry-all-dlqs',
  'PUT /queue-admin/purge-queue/in-dlq',
  'GET /queue-admin/get-dlq-messages/in-dlq',
] as const;

describe('queue-admin', () => {
  let emulator: Emulator;
  let gateway: TestGateway;
  let queueUrl = '';
  const admin = () => gateway.app.as({ username: 'ops', authorities: ['ROLE_QUEUE_ADMIN'] });

  beforeAll(async () => {
    emulator = await Emulator.start();
    const dlq = await emulator.queue('in-dlq');
    const redrive = JSON.stringify({ deadLetterTargetArn: dlq.arn, maxReceiveCount: 1 });
    queueUrl = (await emulator.queue('in', { RedrivePolicy: redrive, VisibilityTimeout: '0' })).url;
    gateway = await TestGateway.start({ AWS_ENDPOINT_URL: emulator.url });
  }, 30_000);
  afterAll(async () => {
    await gateway?.close();
    await emulator?.stop();
  });

  const send = async (path: string, method = 'PUT') => (await admin()).send(method, path);
  const operator = () => gateway.app.as({ username: 'ops', authorities: ['ROLE_THROUGHCARE__OPS_RW'] });
  const give = async (body: string) =>
    (await operator()).post<{ messageId: string }>('/ops/hmpps/messages', { body, reason: 'a test' });
  /** One receive too many: the queue moves it to its DLQ. */
  const fail = async () => {
    for (let tries = 0; tries < 3; tries += 1) {
      await emulator.sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, VisibilityTimeout: 0 }));
    }
  };

  it('needs the role on every path, the one that others leave open included', async () => {
    const other = await gateway.app.as({ authorities: ['ROLE_THROUGHCARE__OPS_RW', 'ROLE_PROBATION'] });
    for (const route of ROUTES) {
      const [method = '', path = ''] = route.split(' ');
      expect([route, (await gateway.app.request.send(method, path)).status]).toEqual([route, 401]);
      expect([route, (await other.send(method, path)).status]).toEqual([route, 403]);
    }
    const reader = await gateway.app.as({ authorities: ['ROLE_THROUGHCARE__OPS'] });
    expect((await reader.post('/ops/hmpps/messages', { body: '{}', reason: 'x' })).status).toBe(403);
  });

  it('answers 404 for a queue it does not know, and refuses the audit queue', async () => {
    expect((await send('/queue-admin/retry-dlq/other')).status).toBe(404);
    expect((await send('/queue-admin/retry-dlq/in')).status).toBe(404);
    expect((await send('/queue-admin/purge-queue/other')).status).toBe(404);
    expect((await send('/queue-admin/get-dlq-messages/other', 'GET')).status).toBe(404);
    expect((await send('/queue-admin/purge-queue/audit-queue')).body).toMatchObject({ code: 'AUDIT_QUEUE_NOT_PURGED' });
  });

  it.each([['\u0001'], ['\u000b'], ['\ufffe'], ['\uffff']])(
    'F-067: refuses %j, which no queue carries, as the caller’s mistake',
    async (odd) => {
      expect((await give(`{"eventType":"none${odd}"}`)).status).toBe(400);
    },
  );

  it('shows, retries and purges with the bodies that operators know', async () => {
    expect((await send('/queue-admin/retry-all-dlqs')).body).toEqual([{ messagesFoundCount: 0 }]);
    const sent = await give('{"eventType":"none"}');
    expect(sent.status).toBe(201);
    await fail();
    const seen = await send('/queue-admin/get-dlq-messages/in-dlq?maxMessages=5', 'GET');
    expect(seen.body).toEqual({
      messagesFoundCount: 1,
      messagesReturnedCount: 1,
      messages: [{ messageId: sent.body.messageId, body: { eventType: 'none' } }],
    });
    const found = (answer: { body: unknown }) => (answer.body as { messagesFoundCount: number }).messagesFoundCount;
    await eventually(
      () => send('/queue-admin/get-dlq-messages/in-dlq?maxMessages=1', 'GET'),
      (answer) => found(answer) === 1,
    );
    const retried = await eventually(
      () => send('/queue-admin/retry-dlq/in-dlq'),
      (answer) => found(answer) === 1,
    );
    expect(retried.body).toEqual({ messagesFoundCount: 1 });
    const purged = await send('/queue-admin/purge-queue/in');
    expect(purged.status).toBe(200);
    expect(Object.keys(purged.body as object)).toEqual(['messagesFoundCount']);
    const trail = await gateway.app.db.query<{ action: string; actor: string }[]>(
      `select action, actor from ops_audit where action <> 'read.api' order by id`,
    );
    const actions = new Set(trail.map(({ actor, action }) => `${actor} ${action}`));
    expect([...actions]).toEqual([
      'OPS queue-admin.retry-dlq',
      'OPS hmpps.send',
      'OPS read.dlq-messages',
      'OPS queue-admin.purge-queue',
    ]);
  }, 30_000);

  it('F-067: takes tabs, line ends and letters of any script', async () => {
    expect((await give('{\t"eventType":\r\n"čé漢"}')).status).toBe(201);
    await send('/queue-admin/purge-queue/in');
  });
});
