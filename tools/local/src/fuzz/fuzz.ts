// Sends what callers should not send, and counts what that does: answers of 500 and 503, people in the wrong places, processes that end.
import { Agent } from 'node:http';
import { type Answer, ask } from './ask';
import { exchange, rawRequests } from './bytes';
import { type Composed, compose } from './compose';
import type { Sessions } from './console';
import { Dice } from './dice';
import { type Foreign, foreignOf } from './foreign';
import { type Leak, Logs, leakIn, linesThatName } from './leaks';
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
  /** May use the operations API and the console, where they are signed in with cookies. */
  readonly operators: readonly string[];
  readonly sessions: Pick<Sessions, 'of' | 'forget'>;
  readonly logs: readonly string[];
  /** Processes that ended so far, by name. */
  readonly ended: () => readonly string[];
  readonly sendMessage?: (body: string) => Promise<unknown>;
  /** To our own bus, past our services. */
  readonly sendForeign?: (foreign: Foreign) => Promise<unknown>;
  /** What our processes count, by their names: everybody who watches the system reads it. */
  readonly metrics?: () => Promise<readonly (readonly [service: string, text: string])[]>;
  /** Consumers that stand still afterwards, by name. */
  readonly standing?: () => Promise<readonly string[]>;
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

const MOST_KNOWN = 300;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

const nameOf = ({ operation: { method, template } }: Composed): string => `${method} ${template}`;

/** What somebody typed into a form, or into the address. */
const typedIn = ({ path, body = '' }: Composed): string =>
  [path, ...[body, path.slice(path.indexOf('?') + 1)].flatMap((text) => [...new URLSearchParams(text).values()])].join(
    ' ',
  );

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
    for (const one of (await target.standing?.()) ?? []) this.fail(this.sent, 0, one, 'STANDS_STILL');
    this.agent.destroy();
    const measured = ((await target.metrics?.()) ?? []).flatMap(([name, text]) =>
      linesThatName(`metrics of ${name}`, text),
    );
    const restarts = target.ended().filter((one) => !before.has(one));
    return {
      requests: this.sent,
      byStatus: Object.fromEntries([...this.byStatus].sort(([a], [b]) => a.localeCompare(b))),
      serverErrors: this.serverErrors,
      leaks: [...this.leaks, ...logs.leaks(), ...measured],
      restarts,
    };
  }

  private async one(number: number, dice: Dice): Promise<void> {
    const { sendMessage, sendForeign, operations } = this.target;
    const draw = dice.next();
    if (draw < 0.06) return this.raw(number, dice);
    if (draw < 0.1 && sendMessage) return this.message(number, messageOf(dice), sendMessage);
    if (draw < 0.16 && sendForeign) return this.foreign(foreignOf(dice), sendForeign);
    const composed = compose(operations, dice, this.known);
    const { users, operators } = this.target;
    const mayUse = composed.operation.isForOperators && dice.chance(0.8);
    const username = dice.pick(mayUse ? operators : users);
    return composed.operation.form
      ? this.page(number, composed, username)
      : this.call(number, composed, username, dice);
  }

  private async call(number: number, composed: Composed, username: string, dice: Dice): Promise<void> {
    const token = username === '' ? dice.pick(['', 'x.y.z']) : await this.target.token(username);
    const answer = await ask(composed, token && { authorization: `Bearer ${token}` }, this.agent);
    this.judge(number, nameOf(composed), answer);
  }

  /** A page of the console, with a session; a form with the token of this one, of another one, or none. */
  private async page(number: number, composed: Composed, username: string): Promise<void> {
    const { sessions, users } = this.target;
    const { cookie, csrf } = await sessions.of(username);
    const other = users.find((user) => user !== username && user !== '') ?? '';
    const token = composed.csrf === 'wrong' ? (await sessions.of(other)).csrf : csrf;
    const body =
      composed.csrf === 'absent' ? composed.body : [`_csrf=${encodeURIComponent(token)}`, composed.body].join('&');
    const isForm = composed.body !== undefined;
    const answer = await ask({ ...composed, ...(isForm && { body }) }, cookie && { cookie }, this.agent);
    this.judge(number, nameOf(composed), answer, typedIn(composed));
    const isOut = /sign-(in|out)/.test(answer.headers.location ?? '');
    if (isOut) sessions.forget(username);
    else if (isForm && composed.csrf !== 'right' && answer.status < 400)
      this.fail(number, answer.status, nameOf(composed), 'TOKEN_NOT_ASKED_FOR');
  }

  /** What the broker itself refuses did not come to us. */
  private async foreign(foreign: Foreign, send: (foreign: Foreign) => Promise<unknown>): Promise<void> {
    this.count(
      await send(foreign).then(
        () => 'foreign',
        () => 'refused by the bus',
      ),
    );
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

  private judge(number: number, operation: string, { status, headers, text }: Answer, typed = ''): void {
    this.count(status === 0 ? 'no answer' : String(status));
    if (status === 0 || (status >= 500 && status !== 501)) this.fail(number, status, operation, codeOf(text));
    if (status < 300) this.learn(text);
    const found = [
      leakIn(`header of ${operation}`, JSON.stringify(headers)),
      status >= 400 ? leakIn(`body of ${operation}, ${status}`, text, undefined, typed) : undefined,
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
