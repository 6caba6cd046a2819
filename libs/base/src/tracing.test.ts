import type { Context, Span, SpanOptions, Tracer } from '@opentelemetry/api';
import { trace } from '@opentelemetry/api';
import { createdTraceparent, processSpan, sendSpan } from './tracing';

interface Started {
  readonly name: string;
  readonly parent: string | undefined;
  readonly links: readonly string[];
  readonly ended: { value: boolean; error?: string };
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const traceparent = (span: string) => `00-${TRACE}-${span}-01`;

/** A tracer that writes down what is started. */
class Recorder {
  readonly spans: Started[] = [];

  startSpan(name: string, options: SpanOptions = {}, context?: Context): Span {
    const ended: Started['ended'] = { value: false };
    const links = (options.links ?? []).map((link) => link.context.spanId);
    this.spans.push({ name, parent: context && trace.getSpanContext(context)?.spanId, links, ended });
    const spanContext = () => ({ traceId: TRACE, spanId: '00f067aa0ba902b7', traceFlags: 1 });
    return {
      spanContext,
      setStatus: () => undefined,
      setAttribute: (key: string, value: string) => key === 'error.type' && (ended.error = value),
      end: () => (ended.value = true),
    } as unknown as Span;
  }
}

describe('tracing', () => {
  let recorder: Recorder;
  beforeEach(() => {
    recorder = new Recorder();
    trace.setGlobalTracerProvider({ getTracer: () => recorder as unknown as Tracer });
  });
  afterEach(() => trace.disable());

  it('marks the moment of creation and gives its traceparent to the outbox row', () => {
    expect(createdTraceparent('booking', 'x.happened')).toBe(traceparent('00f067aa0ba902b7'));
    expect(recorder.spans).toMatchObject([{ name: 'create x.happened', ended: { value: true } }]);
  });

  it('links a hand-over to where its events were created, each once', async () => {
    const rows = ['b7ad6b7169203331', 'b7ad6b7169203331', '00f067aa0ba902b7'].map((span) => ({
      traceparent: traceparent(span),
    }));
    await sendSpan('booking', [...rows, { traceparent: null }, { traceparent: 'nonsense' }], async () => {});
    expect(recorder.spans).toMatchObject([
      { name: 'send booking', parent: undefined, links: ['b7ad6b7169203331', '00f067aa0ba902b7'] },
    ]);
  });

  it('makes handling an event a child of its creation', async () => {
    await processSpan('x.happened', 'consumer', [traceparent('b7ad6b7169203331')], async () => {});
    expect(recorder.spans).toMatchObject([{ name: 'process x.happened', parent: 'b7ad6b7169203331', links: [] }]);
  });

  it('gives a batch a trace of its own, linked to each creation', async () => {
    const parents = ['b7ad6b7169203331', '00f067aa0ba902b7'].map(traceparent);
    await processSpan('x.happened', 'consumer', parents, async () => {});
    expect(recorder.spans).toMatchObject([{ parent: undefined, links: ['b7ad6b7169203331', '00f067aa0ba902b7'] }]);
  });

  it('tells an error by its class and not by its text, and passes it on', async () => {
    const failing = processSpan('x', 'consumer', [], () => Promise.reject(new TypeError('Jane Doe')));
    await expect(failing).rejects.toThrow(TypeError);
    expect(recorder.spans[0]?.ended).toEqual({ value: true, error: 'TypeError' });
  });

  it('is nothing where no trace is recorded', () => {
    trace.disable();
    expect(createdTraceparent('booking', 'x.happened')).toBeUndefined();
  });
});
