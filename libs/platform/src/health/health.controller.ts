import { Controller, Get, Inject, Optional, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { refusesWrites } from '@throughcare/messaging/operations';
import { DataSource } from 'typeorm';
import { Public } from '../auth/decorators';
import { NotInApi } from '../replies/replies';
import { Lifecycle } from './lifecycle';
import { SERVICE_NAME } from '../config/service-name';
import { HealthComponents } from './components';
import type { ComponentHealth } from './components';

interface Health {
  readonly status: 'UP' | 'DOWN';
  readonly components?: Readonly<Record<string, ComponentHealth>>;
}
const CACHE_MS = 2_000;

const summary = (components: Readonly<Record<string, ComponentHealth>>): Health => ({
  status: Object.values(components).every(({ status }) => status === 'UP') ? 'UP' : 'DOWN',
  components,
});

/** For people (`/health`), for Kubernetes (`/health/liveness`, `/health/readiness`) and for clients (`/health/ping`, `/info`). */
@NotInApi()
@Public()
@Controller()
export class HealthController {
  private readonly cache = new Map<string, { at: number; health: Promise<Health> }>();
  private readonly startedAt = performance.now();

  constructor(
    @Inject(SERVICE_NAME) private readonly name: string,
    @Inject(Lifecycle) private readonly lifecycle: Lifecycle,
    @Inject(HealthComponents) private readonly components: HealthComponents,
    @Optional() @Inject(DataSource) private readonly database?: DataSource,
  ) {}

  /** Everything, other systems included. A database that takes no writes counts as DOWN. */
  @Get('health')
  async health(@Res() reply: FastifyReply) {
    return this.answer(reply, 'health', async () =>
      summary({ ...(await this.own('DOWN')), ...(await this.components.check()) }),
    );
  }

  /** The process runs. Nothing else: a restart would not mend a database. */
  @Get('health/liveness')
  liveness(): Health {
    return { status: 'UP' };
  }

  /**
   * New requests may come: started, not stopping, own database there. Other systems do not count. While the database takes no writes
   * it says so and stays UP: people can still be found and read, and an instance less would not help.
   */
  @Get('health/readiness')
  async readiness(@Res() reply: FastifyReply) {
    if (!this.lifecycle.isReady) return reply.status(503).send({ status: 'DOWN' });
    return this.answer(reply, 'readiness', async () => summary(await this.own('UP')));
  }

  @Get('health/ping')
  ping(): Health {
    return { status: 'UP' };
  }

  @Get('info')
  info() {
    const { BUILD_NUMBER: buildNumber = 'local', GIT_REF: gitRef = 'local' } = process.env;
    return {
      build: { artifact: this.name, name: this.name, version: buildNumber },
      git: { commit: { id: gitRef } },
      uptime: Math.round((performance.now() - this.startedAt) / 1000),
    };
  }

  private async own(readOnly: ComponentHealth['status']): Promise<Record<string, ComponentHealth>> {
    const { database } = this;
    if (!database) return {};
    const check = async (): Promise<ComponentHealth> => {
      const why = await refusesWrites(database);
      return why ? { status: readOnly, details: { writes: 'refused' } } : { status: 'UP' };
    };
    return { db: await HealthComponents.within(check) };
  }

  private async answer(reply: FastifyReply, key: string, make: () => Promise<Health>) {
    const known = this.cache.get(key);
    const entry = known && performance.now() - known.at < CACHE_MS ? known : { at: performance.now(), health: make() };
    this.cache.set(key, entry);
    const health = await entry.health;
    return reply.status(health.status === 'UP' ? 200 : 503).send(health);
  }
}
