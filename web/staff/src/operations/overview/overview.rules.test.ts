import { type ServiceState, concernsOf, rateOf, withSample } from './overview.rules';

const consumer: ServiceState['consumers'][number] = {
  consumer: 'tables',
  sources: ['booking'],
  types: [],
  hasEffects: false,
  paused: false,
  changedBy: null,
  reason: null,
  changedAt: null,
  parkedKeys: 0,
  deadLetters: 0,
  lag: 0,
  oldestSeconds: 0,
  passed: 0,
  instances: [],
  circuit: 'closed',
  stalled: false,
};
const calm: ServiceState = {
  service: 'booking',
  consumers: [consumer],
  outbox: { waiting: 0, oldestSeconds: 0, relays: 1, partitions: 0, published: 0 },
  depth: [],
  checks: [{ name: 'clock', status: 'ok', detail: '0 ms' }],
};

describe('throughput', () => {
  it('is not known from one look, nor from two that are close together', () => {
    expect(rateOf([{ at: 0, count: 5 }])).toBeUndefined();
    expect(rateOf(withSample([{ at: 0, count: 5 }], { at: 4_999, count: 50 }))).toBeUndefined();
  });

  it('is what passed between the oldest look and the newest, and says over how long', () => {
    const samples = withSample(withSample([{ at: 0, count: 100 }], { at: 10_000, count: 110 }), {
      at: 30_000,
      count: 160,
    });
    expect(rateOf(samples)).toEqual({ perMinute: 120, seconds: 30 });
  });

  it('forgets looks of more than five minutes ago', () => {
    expect(withSample([{ at: 0, count: 1 }], { at: 300_001, count: 2 })).toEqual([{ at: 300_001, count: 2 }]);
  });

  it('begins again when a consumer was moved back', () => {
    expect(withSample([{ at: 0, count: 9 }], { at: 20_000, count: 3 })).toEqual([{ at: 20_000, count: 3 }]);
  });

  it('does not grow with every press of a button', () => {
    let samples = withSample([], { at: 0, count: 0 });
    for (let at = 1; at < 100; at += 1) samples = withSample(samples, { at: 10_000 + at, count: at });
    expect(samples).toHaveLength(2);
  });
});

describe('what somebody should look at', () => {
  it('is nothing when nothing is wrong', () => expect(concernsOf([calm])).toEqual([]));

  it('names services, consumers and dead letters, with where to look', () => {
    const wrong: ServiceState = {
      service: 'booking',
      checks: [],
      consumers: [
        { ...consumer, paused: true, changedBy: 'OPS', reason: 'a look' },
        { ...consumer, consumer: 'slow', lag: 1, oldestSeconds: 61 },
        { ...consumer, consumer: 'ill', stalled: true, circuit: 'open' },
      ],
      outbox: { waiting: 2, oldestSeconds: 90, relays: 1, partitions: 0, published: 0 },
      depth: [{ consumer: 'tables', failed: 1, waiting: 2, oldestSeconds: 5 }],
    };
    expect(concernsOf([wrong]).map(({ text }) => text)).toEqual([
      'booking holds 2 events that should have left',
      'tables of booking is paused by OPS: a look',
      'slow of booking is 1 event behind',
      'ill of booking has work and does none',
      'ill of booking waits for something it needs, and tries one event at a time',
      'tables of booking has 1 event it could not handle, and 2 more behind',
    ]);
  });

  it('says when nothing can leave a service', () => {
    const [concern] = concernsOf([{ ...calm, outbox: { ...calm.outbox, relays: 0 } }]);
    expect(concern?.text).toBe('booking has no relay: nothing it publishes leaves');
  });

  it('F-070: tells what the doctor of a service finds, the worst first, and where it is mended', () => {
    const checks = [
      { name: 'quarantine', status: 'warn', detail: '6 messages in quarantine' },
      { name: 'consumers', status: 'fail', detail: 'said by the table' },
      { name: 'upstreams', status: 'fail', detail: 'ndelius: the last 4 failed' },
      { name: 'clock', status: 'ok', detail: '0 ms' },
    ] as const;
    expect(concernsOf([{ ...calm, service: 'integration-gateway', checks }])).toEqual([
      { text: 'upstreams of integration-gateway: ndelius: the last 4 failed', href: '/operations#services' },
      { text: 'quarantine of integration-gateway: 6 messages in quarantine', href: '/operations/quarantine' },
    ]);
  });
});
