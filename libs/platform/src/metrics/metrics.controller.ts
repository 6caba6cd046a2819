import { Controller, Get, Header, Inject, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import { Messaging } from '@throughcare/messaging/messaging.module';
import { registry } from '@throughcare/base/metric-registry';
import { Public } from '../auth/decorators';
import { NotInApi } from '../replies/replies';
import { HealthComponents } from '../health/components';
import { SERVICE_NAME } from '../config/service-name';
import { MetricSources } from './metric-sources';
import { processSamples } from './process-metrics';

/** Oldest waiting event at which the relay counts as standing still. */
const RELAY_STALL_S = 120;

/** For Prometheus inside the cluster. The edge has no route here, and no label names a person. */
@NotInApi()
@Public()
@Controller('metrics')
export class MetricsController implements OnApplicationBootstrap {
  constructor(
    @Inject(SERVICE_NAME) private readonly name: string,
    @Inject(HealthComponents) private readonly components: HealthComponents,
    @Inject(MetricSources) private readonly sources: MetricSources,
    @Optional() @Inject(Messaging) private readonly messaging?: Messaging,
  ) {}

  /** Health is progress: consumers that stand still and a relay that does not move show in `/health`. */
  onApplicationBootstrap(): void {
    const { messaging } = this;
    if (!messaging) return;
    this.components.add('consumers', async () => {
      const stalled = messaging.watchdog.stalledConsumers;
      return stalled.length === 0 ? { status: 'UP' } : { status: 'DOWN', details: { stalled: stalled.join(', ') } };
    });
    this.components.add('relay', async () => {
      const oldest = await messaging.gauges.oldestWaitingSeconds();
      return { status: oldest < RELAY_STALL_S ? 'UP' : 'DOWN', details: { oldestSeconds: Math.round(oldest) } };
    });
  }

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async metrics(): Promise<string> {
    const [own, { samples, unreadable }] = await Promise.all([
      this.messaging?.gauges.read() ?? [],
      this.sources.read(),
    ]);
    const unread = {
      name: 'throughcare_unreadable_gauges' as const,
      value: unreadable + (this.messaging?.gauges.unreadable ?? 0),
    };
    return registry.text([...processSamples(), ...own, ...samples, unread], { service: this.name });
  }
}
