import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { Controller, Inject, Module, Post } from '@nestjs/common';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import type { EventOf } from '@throughcare/events/define-event';
import { StaffUpdated } from '@throughcare/events/staff-updated.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent } from '@throughcare/messaging/on-event';
import { MessagingModule } from '@throughcare/messaging/messaging.module';
import { messagingTables } from '@throughcare/messaging/schema';
import { settled } from '@throughcare/messaging/proof';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { Reach } from '../access';
import { Authority } from '../auth';
import { DatabaseModule, sqlMigration } from '../database';
import { HttpClient } from '../http';
import { currentCorrelation, initTelemetry, stopTelemetry } from '../telemetry';
import type { Correlation } from '../telemetry';
import { NotInApi } from '../replies';
import { startTestApp } from '../testing';
import type { TestApp } from '../testing';
import { listenOnLoopback } from '../testing/loopback';

const handled: { event: EventOf<typeof StaffUpdated>; context: Correlation }[] = [];
let elsewhere = '';

@NotInApi()
@Authority('ROLE_PROBATION')
@Controller('commands')
class Commands {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}
  @Reach('none') @Post() async run() {
    const { example } = StaffUpdated;
    const aggregate = { id: example.userId, key: example.username, version: 1 };
    await this.work.run(async (_tx, publish) => publish(aggregate, [StaffUpdated.of(example)]));
    return currentCorrelation();
  }
}

@Controller()
class Effects {
  @OnEvent(StaffUpdated, defineConsumer('effects', { kind: 'effect' }))
  async told(event: EventOf<typeof StaffUpdated>) {
    await new HttpClient({ name: 'elsewhere', baseUrl: elsewhere }).post('/told');
    handled.push({ event, context: currentCorrelation() });
  }
}

@Module({
  imports: [
    MessagingModule.forRoot({ source: 'integration-gateway' }),
    DatabaseModule.forRoot({
      schema: 'gateway',
      entities: [],
      migrations: [sqlMigration('Messaging1764000000000', messagingTables('gateway'))],
    }),
  ],
  controllers: [Commands, Effects],
})
class TracedModule {}

describe('one trace', () => {
  const spans = new InMemorySpanExporter();
  const told: Record<string, unknown>[] = [];
  let app: TestApp;
  let server: Server;
  beforeAll(async () => {
    initTelemetry({ service: 'traced', exporter: spans });
    server = createServer((request, response) => {
      told.push(request.headers);
      response.end('{}');
    });
    elsewhere = await listenOnLoopback(server);
    app = await startTestApp(TracedModule);
  });
  afterAll(async () => {
    await app.close();
    server.closeAllConnections();
    server.close();
    await stopTelemetry();
  });

  it('runs from a request through outbox, bus and handler to a call elsewhere, with one correlation id', async () => {
    const request = await app.as({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] });
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { status } = await request.with({ traceparent, 'x-correlation-id': 'click-12345678' }).post('/commands');
    expect(status).toBe(201);
    await settled([{ dataSource: app.db, schema: 'gateway' }]);

    const trace = expect.stringContaining('0af7651916cd43dd8448eb211c80319c') as string;
    const [first] = handled;
    expect(first?.event).toMatchObject({ correlationid: 'click-12345678', traceparent: trace });
    expect(first?.context).toEqual({
      correlationId: 'click-12345678',
      causationId: first?.event.id,
      traceparent: trace,
    });
    expect(told).toEqual([expect.objectContaining({ traceparent: trace, 'x-correlation-id': 'click-12345678' })]);

    const all = spans.getFinishedSpans();
    const names = all.filter((span) => span.spanContext().traceId === '0af7651916cd43dd8448eb211c80319c');
    expect(names.map((span) => span.name).sort()).toEqual([
      'POST /commands',
      'POST elsewhere',
      'create identity.staff.updated',
      'process identity.staff.updated',
    ]);
    const send = all.find((span) => span.name.startsWith('send '));
    expect(send?.links.map(({ context }) => context.traceId)).toEqual(['0af7651916cd43dd8448eb211c80319c']);
    expect(JSON.stringify(all.map(({ name, attributes }) => [name, attributes]))).not.toMatch(/CAST_01|Cast One/);
  });
});
