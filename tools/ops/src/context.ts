import { type Command, InvalidArgumentError } from 'commander';
import { Api } from './api';
import { CliError, endWith, EXIT } from './exit';
import type { Out, Streams } from './output';
import { outTo } from './output';
import type { Service } from './settings';
import { readSettings } from './settings';
import { instantOf, TIMES } from './when.rules';

/** What a verb works with. */
export interface Context {
  readonly api: Api;
  readonly out: Out;
  readonly streams: Streams;
}

export interface Runtime extends Streams {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Global options and the service filter that most verbs have. */
interface Shared {
  readonly json?: boolean;
  readonly as?: string;
}

/** Makes the context of a verb from the options that were given. */
export const contextOf = (command: Command, runtime: Runtime): Context => {
  const { json = false, as } = command.optsWithGlobals<Shared>();
  const env = { ...runtime.env, ...(as !== undefined && { THROUGHCARE_ACTOR: as }) };
  const missed = (words: string) => runtime.stderr.write(`${json ? JSON.stringify({ error: words }) : words}\n`);
  return { api: new Api(readSettings(env), missed), out: outTo(runtime, json), streams: runtime };
};

interface ConsumerRow {
  readonly consumer: string;
}

export interface Owned {
  readonly service: Service;
  readonly consumer: string;
}

/** The service whose consumer it is. Where several have one of that name, `service/consumer` says which. */
export const ownerOf = async ({ api }: Context, name: string): Promise<Owned> => {
  const [, prefix, rest] = /^([a-z-]+)\/(.+)$/.exec(name) ?? [];
  const consumersOf = (service: Service) => api.get<ConsumerRow[]>(service, '/ops/consumers');
  const named = prefix === undefined ? undefined : api.service(prefix);
  const { answers, away } = named
    ? { answers: [{ ...named, answer: await consumersOf(named) }], away: [] }
    : await api.ask(consumersOf);
  if (away[0]) throw new CliError(EXIT.unreachable, `${away[0].message}; say service/${name} to leave it aside`);
  const owners = answers.filter(
    (each) => (prefix ?? each.name) === each.name && each.answer.some((row) => row.consumer === (rest ?? name)),
  );
  const [owner, second] = owners;
  if (!owner) throw new CliError(EXIT.refused, `No service has a consumer ${name}`, 'NO_SUCH_CONSUMER');
  if (!second) return { service: owner, consumer: rest ?? name };
  const choices = owners.map((each) => `${each.name}/${name}`).join(', ');
  throw new CliError(EXIT.usage, `Several services have a consumer ${name}: say ${choices}`);
};

/** A verb's own options: what every verb has is no part of a question to a service. */
export const own = <T extends object>({ json: _json, as: _as, ...options }: T & Shared): Omit<T, keyof Shared> =>
  options;

/** Only what was given. */
export const given = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** A change goes no further than its plan unless `--yes` was given. */
export const confirmed = ({ out }: Context, { yes }: { yes?: boolean }, plan: unknown, human: string): boolean => {
  if (yes) {
    out.say(human);
    return true;
  }
  out.result({ plan, confirmed: false }, () => `${human}\nNothing was done. Add --yes to do it.`);
  endWith(EXIT.notConfirmed);
  return false;
};

/** For repeatable options. */
export const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** An option that takes a time. */
export const time = (value: string): string => {
  const instant = instantOf(value, new Date());
  if (instant === undefined) throw new InvalidArgumentError(`That is not a time: write ${TIMES}`);
  return instant;
};

export const whole = (value: string): number => {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('That is not a whole number.');
  return Number(value);
};
