import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import { conflict } from '@throughcare/base/errors';
import { listenOnLoopback } from '../testing/loopback';
import { initTelemetry, stopTelemetry } from './provider';
import { currentCorrelation, runInContext, withSpan } from './spans';

const register = resolve(__dirname, '../../../../tools/local/register-typescript.cjs');
const program = join(__dirname, 'otlp-process.fixture.ts');
const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('telemetry', () => {
  afterEach(() => stopTelemetry());

  describe('a process with a collector', () => {
    const paths: string[] = [];
    let server: Server;
    let endpoint: string;
    beforeAll(async () => {
      server = createServer((request, response) => {
        paths.push(request.url ?? '');
        request.resume().on('end', () => response.end('{}'));
      });
      endpoint = await listenOnLoopback(server);
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });
    beforeEach(() => paths.splice(0));

    const run = async (...args: string[]) => {
      const child = spawn(process.execPath, ['--require', register, program, ...args], { stdio: 'ignore' });
      const [code] = (await once(child, 'exit')) as [number];
      return code;
    };

    it('sends its spans there before it ends', async () => {
      expect(await run(`${endpoint}/`)).toBe(0);
      expect(paths).toEqual(['/v1/traces']);
    }, 20_000);

    it('sends nothing where none is named, and ends although it is away', async () => {
      expect(await run()).toBe(0);
      expect(await run('http://127.0.0.1:2')).toBe(0);
      expect(paths).toEqual([]);
    }, 30_000);
  });

  describe('in a process', () => {
    let spans: InMemorySpanExporter;
    beforeEach(() => {
      spans = new InMemorySpanExporter();
      initTelemetry({ service: 'test', exporter: spans });
    });

    it('continues a trace and a correlation through asynchronous work', async () => {
      const inside = await runInContext({ correlationId: 'c-1', causationId: 'e-1', traceparent: PARENT }, async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return withSpan('work', { kind: 'consumer', links: [PARENT] }, async () => currentCorrelation());
      });
      const [span] = spans.getFinishedSpans();
      expect(inside).toEqual({
        correlationId: 'c-1',
        causationId: 'e-1',
        traceparent: `00-0af7651916cd43dd8448eb211c80319c-${span?.spanContext().spanId}-01`,
      });
      expect(span?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
      expect(span?.links).toHaveLength(1);
    });

    it('gives every start of its own a correlation id, and inherits what is not said', () => {
      expect(currentCorrelation().correlationId).not.toBe(currentCorrelation().correlationId);
      const inherited = runInContext({ correlationId: 'c-1' }, () =>
        runInContext({ causationId: 'e-2' }, currentCorrelation),
      );
      expect(inherited).toMatchObject({ correlationId: 'c-1', causationId: 'e-2' });
    });

    it('ignores a traceparent it cannot read', () => {
      runInContext({ traceparent: 'nonsense' }, () => expect(trace.getActiveSpan()).toBeUndefined());
    });

    it('tells a failure by its code and never by its text', async () => {
      const failing = withSpan('failing', {}, async () => {
        throw conflict('BEDSPACE_TAKEN', { detail: 'John Smith' });
      });
      await expect(failing).rejects.toMatchObject({ code: 'BEDSPACE_TAKEN' });
      const [span] = spans.getFinishedSpans();
      expect(span?.attributes).toEqual({ 'error.type': 'BEDSPACE_TAKEN' });
      expect(span?.events).toEqual([]);
      expect(JSON.stringify(span?.status)).not.toContain('John');
    });
  });
});
