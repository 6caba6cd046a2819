// Sends what callers should not send, and counts what that does: answers of 500 and 503, people in the wrong places, processes that end.
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { exchange, rawRequests } from './bytes';
import { type Composed, compose } from './compose';
import { Dice } from './dice';
import { type Leak, Logs, leakIn } from './leaks';
import { messageOf } from './messages';
import type { Operation } from './operations';
import { pathValue } from './values';

/** What is tried. Nothing in it leaves this machine. */
export interface Target {
  readonly operations: readonly Operation[];
  /** Servers for raw sockets: ours, and stand-ins of others', which need not hide anybody. */
  readonly servers: readonly string[];
  readonly others: readonly string[];
  readonly users: readonly string[];
  /** Of a user; no user of ours has the empty name, who has no token. */
  readonly token: (username: string) => Promise<string>;
  readonly logs: readonly string[];
  /** Processes that ended so far, by name. */
  readonly ended: () => readonly string[];
  readonly sendMessage?: (body: string) => Promise<unknown>;
}

export interface Failure {
  /** Of the request in this run; the same seed makes it again. */
  readonly number: number;
  readonly status: number;
  readonly operation: string;
  readonly code: string;
}

export interface Report {
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly serverErrors: readonly Failure[];
  readonly leaks: readonly Leak[];
  readonly restarts: readonly string[];
}

export interface Plan {
  readonly requests: number;
  readonly seed: number;
  readonly atOnce?: number;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const WAIT_MS = 20_000;
const MOST_KNOWN = 300;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

const ask = ({ operation, path, headers, body }: Composed, token: string, agent: Agent): Promise<Answer> =>
  new Promise((resolve) => {
    const authorization = token && { authorization: `Bearer ${token}` };
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const all = { 'x-service-name': 'temporary-accommodation', ...authorization, ...headers, ...length };
    const none = (text: string) => resolve({ status: 0, headers: {}, text });
    const options = { agent, method: operation.method, headers: all, timeout: WAIT_MS, path };
    const { hostname, port } = new URL(operation.base);
    const outgoing = request({ ...options, hostname, port }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      answer.once('error', ({ message }) => none(message));
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.once('error', ({ message }) => none(message));
    outgoing.end(body);
  });

const codeOf = (text: string): string => /"code":"(\w+)"/.exec(text)?.[1] ?? text.slice(0, 80);

/** A run in progress. */
class Fuzz {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16 });
  private readonly byStatus = new Map<string, number>();
  private readonly serverErrors: Failure[] = [];
  private readonly leaks: Leak[] = [];
  private readonly known: string[] = [];
  private sent = 0;

  constructor(
    private readonly target: Target,
    private readonly plan: Plan,
  ) {}

  async run(): Promise<Report> {
    const { target, plan } = this;
    const logs = new Logs(target.logs);
    const before = new Set(target.ended());
    const dice = new Dice(plan.seed);
    const work = async () => {
      while (this.sent < plan.requests) await this.one((this.sent += 1), dice);
    };
    await Promise.all(Array.from({ length: plan.atOnce ?? 8 }, work));
    this.agent.destroy();
    const restarts = target.ended().filter((one) => !before.has(one));
    return {
      requests: this.sent,
      byStatus: Object.fromEntries([...this.byStatus].sort(([a], [b]) => a.localeCompare(b))),
      serverErrors: this.serverErrors,
      leaks: [...this.leaks, ...logs.leaks()],
      restarts,
    };
  }

  private async one(number: number, dice: Dice): Promise<void> {
    const { sendMessage, operations } = this.target;
    const draw = dice.next();
    if (draw < 0.06) return this.raw(number, dice);
    if (draw < 0.1 && sendMessage) return this.message(number, messageOf(dice), sendMessage);
    const composed = compose(operations, dice, this.known);
    const username = dice.pick(this.target.users);
    const token = username === '' ? dice.pick(['', 'x.y.z']) : await this.target.token(username);
    const answer = await ask(composed, token, this.agent);
    this.judge(number, `${composed.operation.method} ${composed.operation.template}`, answer);
  }

  private async raw(number: number, dice: Dice): Promise<void> {
    const { template } = dice.pick(this.target.operations);
    const path = template.replace(/\{(\w+)\}/g, (_all, name: string) => pathValue(name, dice, []));
    const bytes = dice.pick(rawRequests).replaceAll('{path}', path);
    const { servers, others } = this.target;
    const server = dice.pick([...servers, ...others]);
    const answer = await exchange(server, bytes);
    const [head = '', ...body] = answer.split('\r\n\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? NaN);
    // Cut off without a word is an answer to what is no request.
    if (Number.isNaN(status)) return this.count('no answer');
    this.judge(number, `raw ${bytes.slice(0, 12)}`, {
      status,
      headers: { raw: others.includes(server) ? '' : head },
      text: others.includes(server) ? '' : body.join(''),
    });
  }

  private async message(number: number, body: string, send: (body: string) => Promise<unknown>): Promise<void> {
    try {
      await send(body);
      this.count('message');
    } catch (error) {
      this.fail(number, 0, 'message', error instanceof Error ? error.name : 'unknown');
    }
  }

  private judge(number: number, operation: string, { status, headers, text }: Answer): void {
    this.count(status === 0 ? 'no answer' : String(status));
    if (status === 0 || (status >= 500 && status !== 501)) this.fail(number, status, operation, codeOf(text));
    if (status < 300) this.learn(text);
    const found = [
      leakIn(`header of ${operation}`, JSON.stringify(headers)),
      status >= 400 ? leakIn(`body of ${operation}, ${status}`, text) : undefined,
    ];
    this.leaks.push(...found.flatMap((leak) => leak ?? []));
  }

  /** Things that are there make for requests that get further. */
  private learn(text: string): void {
    for (const [id] of text.slice(0, 4_000).matchAll(UUID)) {
      if (this.known.length >= MOST_KNOWN) return;
      if (!this.known.includes(id)) this.known.push(id);
    }
  }

  private count(status: string): void {
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1);
  }

  private fail(number: number, status: number, operation: string, code: string): void {
    this.serverErrors.push({ number, status, operation, code });
  }
}

/** Sends so many requests, several at once, and tells what they did. */
export const fuzz = (target: Target, plan: Plan): Promise<Report> => new Fuzz(target, plan).run();
