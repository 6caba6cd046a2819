// The whole system on one machine: PostgreSQL, stand-ins and services as processes of their own, and the edge in front.
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bornAt } from './processes/born';
import { Child } from './processes/child';
import { LocalDatabase } from './database/database';
import { startEdge } from './edge/edge';
import { freePorts, preflight } from './preflight';
import {
  CONTROL_OFFSET,
  CONTROL_TOKEN,
  SERVICES,
  STAND_INS,
  type ServiceName,
  type Settings,
  type StandInName,
  WEB,
  type WebName,
  readSettings,
} from './settings';
import { deployBus } from './events/topology';
import { serviceEnvironment, standInEnvironment, webEnvironment } from './wiring';

export interface SystemOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** `free` finds ports beside whatever runs already: tests. */
  readonly ports?: 'free';
  readonly dataDir?: string;
  /** Hears of crashes and restarts. */
  readonly tell?: (sentence: string) => void;
}

type ChildName = ServiceName | StandInName | WebName;
export type ProcessName = ChildName | 'postgres';

/** What `Child` and `LocalDatabase` tell about themselves. */
interface Supervised {
  readonly state: string;
  readonly pid: number | undefined;
  readonly restarts: number;
  readonly log: string;
  /** Where PostgreSQL keeps its data. */
  readonly directory?: string | undefined;
}

export interface ProcessStatus extends Supervised {
  readonly name: ProcessName;
  readonly url: string;
}

export interface System {
  readonly settings: Settings;
  /** What callers use: `http://127.0.0.1:8080`. */
  readonly edge: string;
  readonly databaseUrl: string;
  status(): readonly ProcessStatus[];
  /** Like a crash; it stays down until `restart`. */
  kill(name: ProcessName): Promise<void>;
  restart(name: ProcessName): Promise<void>;
  /** Everything, in order: edge, web applications, services, stand-ins, database. */
  stop(): Promise<void>;
}

const answers = async (url: string, headers: Record<string, string> = {}) =>
  (await fetch(url, { headers, signal: AbortSignal.timeout(2_000) })).ok;

const statusOf = (
  name: ProcessName,
  url: string,
  { state, pid, restarts, log, directory }: Supervised,
): ProcessStatus => ({
  name,
  url,
  state,
  pid,
  restarts,
  log,
  ...(directory ? { directory } : {}),
});

/** One run's logs are kept beside those of the current one; older ones go. */
const keepLastLogs = (folder: string) => {
  for (const name of readdirSync(folder).filter((file) => /^[a-z-]+\.log$/.test(file))) {
    renameSync(join(folder, name), join(folder, name.replace(/\.log$/, '.previous.log')));
  }
};

class LocalSystem implements System {
  private readonly children = new Map<ChildName, Child>();
  private readonly database: LocalDatabase;
  private closeEdge: (() => Promise<void>) | undefined;

  constructor(
    readonly settings: Settings,
    private readonly tell: (sentence: string) => void,
  ) {
    for (const folder of ['logs', 'stand-ins']) mkdirSync(join(settings.dataDir, folder), { recursive: true });
    keepLastLogs(join(settings.dataDir, 'logs'));
    this.database = new LocalDatabase(settings, this.log('postgres'), (sentence) => this.report(sentence));
  }

  get edge() {
    return this.url('edge');
  }

  get databaseUrl() {
    return this.database.url;
  }

  async start() {
    const { standIns } = this.settings;
    const first = standIns.filter((name) => name === 'messaging');
    const others = standIns.filter((name) => name !== 'messaging');
    const startAll = (names: readonly StandInName[]) => Promise.all(names.map((name) => this.standIn(name).start()));
    const [urls] = await Promise.all([
      this.database.start().then(() => this.database.provision()),
      startAll(first).then(() => startAll(others)),
    ]);
    await this.prepareBus();
    await Promise.all(SERVICES.map((name) => this.service(name, urls.get(name) ?? '').start()));
    await Promise.all(WEB.map((name) => this.web(name, urls.get(name) ?? '').start()));
    const origins = Object.fromEntries(SERVICES.map((name) => [name, this.url(name)])) as Record<ServiceName, string>;
    this.closeEdge = (await startEdge(this.settings.ports.edge, origins)).close;
    this.writeStatus();
  }

  /** Topics or queues, where another bus than the embedded one was asked for. */
  private async prepareBus() {
    const env = serviceEnvironment(this.settings, 'booking', this.database.url);
    if (env['EVENT_BUS'] !== 'postgres') this.report(await deployBus(env));
  }

  status(): ProcessStatus[] {
    const children = [...STAND_INS, ...SERVICES, ...WEB].flatMap((name) => {
      const child = this.children.get(name);
      return child ? [statusOf(name, this.url(name), child)] : [];
    });
    const { database } = this;
    return this.settings.postgresUrl ? children : [statusOf('postgres', database.url, database), ...children];
  }

  async kill(name: ProcessName) {
    await (name === 'postgres' ? this.database : this.child(name)).kill();
    this.writeStatus();
  }

  async restart(name: ProcessName) {
    const part = name === 'postgres' ? this.database : this.child(name);
    await part.stop();
    await part.start();
    this.writeStatus();
  }

  async stop() {
    await this.closeEdge?.();
    const stopAll = (names: readonly string[]) =>
      Promise.all([...this.children.values()].filter(({ name }) => names.includes(name)).map((child) => child.stop()));
    await stopAll(WEB);
    await stopAll(SERVICES);
    await stopAll(STAND_INS);
    await this.database.stop();
    rmSync(join(this.settings.dataDir, 'status.json'), { force: true });
  }

  private child(name: ChildName) {
    const child = this.children.get(name);
    if (!child) throw new Error(`${name} is not part of this system`);
    return child;
  }

  private standIn(name: StandInName) {
    const env = standInEnvironment(this.settings, name, join(this.settings.dataDir, 'stand-ins'));
    const control = `http://127.0.0.1:${this.settings.ports[name] + CONTROL_OFFSET}/__control`;
    return this.add(name, 'tools/stand-ins/dist/main.js', env, () =>
      answers(control, { 'x-control-token': CONTROL_TOKEN }),
    );
  }

  private service(name: ServiceName, databaseUrl: string) {
    const env = serviceEnvironment(this.settings, name, databaseUrl);
    return this.add(name, `services/${name}/dist/main.js`, env, () => answers(`${this.url(name)}/health/readiness`));
  }

  private web(name: WebName, databaseUrl: string) {
    const env = webEnvironment(this.settings, name, databaseUrl);
    return this.add(name, `web/${name}/dist/main.js`, env, () => answers(`${this.url(name)}/health/readiness`));
  }

  private add(name: ChildName, entry: string, env: Record<string, string>, isReady: () => Promise<boolean>) {
    const child = new Child({
      name,
      entry,
      env,
      log: this.log(name),
      isReady,
      tell: (sentence) => this.report(sentence),
    });
    this.children.set(name, child);
    return child;
  }

  private url(part: keyof Settings['ports']) {
    return `http://127.0.0.1:${this.settings.ports[part]}`;
  }

  private log(name: string) {
    return join(this.settings.dataDir, 'logs', `${name}.log`);
  }

  private report(sentence: string) {
    this.tell(sentence);
    this.writeStatus();
  }

  private writeStatus() {
    const { ports, dataDir } = this.settings;
    // A number comes back: what an earlier start left is known by when it began, too.
    const processes = this.status().map((one) => ({ ...one, born: one.pid && bornAt(one.pid) }));
    const { pid } = process;
    const status = { pid, born: bornAt(pid), edge: this.edge, database: this.database.url, ports, processes };
    writeFileSync(join(dataDir, 'status.json'), `${JSON.stringify(status, null, 2)}\n`, { mode: 0o600 });
  }
}

/** Starts everything and resolves when it is ready. Stops what it started when something does not come up. */
export const startSystem = async ({
  env = process.env,
  ports,
  dataDir,
  tell = () => undefined,
}: SystemOptions = {}): Promise<System> => {
  const read = readSettings({ ...env, ...(dataDir ? { DATA_DIR: dataDir } : {}) });
  const settings = ports === 'free' ? { ...read, ports: await freePorts() } : read;
  await preflight(settings);
  const system = new LocalSystem(settings, tell);
  try {
    await system.start();
    return system;
  } catch (error) {
    await system.stop();
    throw error;
  }
};
