import { METRICS } from './metric-catalogue';
import { Registry } from './metric-registry';

describe('the registry', () => {
  it('writes what Prometheus reads', () => {
    const registry = new Registry();
    registry.add('throughcare_handled_total', 2, { consumer: 'a "b"\n' });
    registry.add('throughcare_handled_total', 1, { consumer: 'a "b"\n' });
    const latency = registry.observer('throughcare_relay_batch_events');
    for (const size of [1, 7, 5_000]) latency.observe(size);
    const text = registry.text([{ name: 'throughcare_outbox_events', value: 3 }], { service: 'booking' });
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        '# TYPE throughcare_handled_total counter',
        'throughcare_handled_total{service="booking",consumer="a \\"b\\"\\n"} 3',
        '# TYPE throughcare_relay_batch_events histogram',
        'throughcare_relay_batch_events_bucket{service="booking",le="1"} 1',
        'throughcare_relay_batch_events_bucket{service="booking",le="10"} 2',
        'throughcare_relay_batch_events_bucket{service="booking",le="+Inf"} 3',
        'throughcare_relay_batch_events_sum{service="booking"} 5008',
        'throughcare_relay_batch_events_count{service="booking"} 3',
        'throughcare_outbox_events{service="booking"} 3',
      ]),
    );
    expect(text.endsWith('\n')).toBe(true);
  });

  it('drops labels that a metric does not declare, so that nothing personal gets in by accident', () => {
    const registry = new Registry();
    registry.add('throughcare_handled_total', 1, { consumer: 'a', crn: 'X320741' });
    expect(registry.text()).toContain('throughcare_handled_total{consumer="a"} 1');
    expect(registry.text()).not.toContain('X320741');
  });

  it('has no label that could name a person', () => {
    const labels = new Set(Object.values(METRICS).flatMap(({ labels }) => labels));
    expect([...labels].sort()).toEqual(
      [
        'area',
        'client',
        'code',
        'consumer',
        'method',
        'outcome',
        'route',
        'state',
        'status',
        'step',
        'table',
        'target',
        'task',
        'type',
        'upstream',
      ].sort(),
    );
  });
});
