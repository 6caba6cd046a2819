// The database of the local system: embedded and supervised, or someone else's when POSTGRES_URL is given.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { provision } from '@throughcare/platform/database/provision';
import { type PostgresServer, startPostgres } from './postgres';
import { SERVICES, type ServiceName, type Settings, WEB, type WebName } from '../settings';

const DATABASE = 'throughcare';

export const schemaOf = (name: ServiceName | WebName) => (name === 'integration-gateway' ? 'gateway' : name);

export class LocalDatabase {
  restarts = 0;
  private server: PostgresServer | undefined;
  private wanted = false;

  constructor(
    private readonly settings: Settings,
    readonly log: string,
    private readonly tell: (sentence: string) => void,
  ) {}

  get state() {
    return this.server ? 'up' : 'stopped';
  }

  get pid() {
    return this.server?.pid;
  }

  get directory() {
    return this.server?.directory;
  }

  /** Superuser on the database of the services. */
  get url() {
    const url = new URL(
      this.settings.postgresUrl ?? `postgres://postgres:postgres@127.0.0.1:${this.settings.ports.postgres}`,
    );
    url.pathname = `/${DATABASE}`;
    return url.href;
  }

  async start(): Promise<void> {
    if (this.settings.postgresUrl) return;
    this.wanted = true;
    this.server = await startPostgres({
      directory: join(this.settings.dataDir, 'postgres'),
      port: this.settings.ports.postgres,
      durable: true,
      persistent: true,
      log: this.log,
    });
    const mine = this.server;
    void mine.exited.then(() => (this.server === mine && this.wanted ? this.recover() : undefined));
  }

  /** Database, roles and schemas; answers with the DATABASE_URL of each service and web application. Passwords are new at every start. */
  async provision(): Promise<ReadonlyMap<ServiceName | WebName, string>> {
    const admin = new URL(this.url);
    admin.pathname = '/postgres';
    const password = randomBytes(18).toString('base64url');
    const owners = [...SERVICES, ...WEB];
    const readsEvents = (name: ServiceName | WebName) => SERVICES.some((service) => service === name);
    const schemas = owners.map((name) => ({ schema: schemaOf(name), password, readsEvents: readsEvents(name) }));
    const urls = await provision(admin.href, schemas, { database: DATABASE });
    return new Map(owners.map((name) => [name, urls.get(schemaOf(name)) ?? '']));
  }

  async stop(): Promise<void> {
    this.wanted = false;
    await this.server?.stop();
    this.server = undefined;
  }

  /** As a power cut would; it stays down until `start`. */
  async kill(): Promise<void> {
    this.wanted = false;
    await this.server?.kill();
    this.server = undefined;
  }

  private async recover() {
    for (let pause = 250; this.wanted; pause = Math.min(pause * 2, 10_000)) {
      this.server = undefined;
      this.tell(`PostgreSQL ended; it is started again in ${pause} ms. Its log: ${this.log}`);
      await sleep(pause);
      this.restarts += 1;
      try {
        if (this.wanted) return await this.start();
      } catch {
        // the next round says so
      }
    }
  }
}
