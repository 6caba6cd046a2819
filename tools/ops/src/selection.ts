import { isPersonNumber } from '@throughcare/base/person-numbers';
import type { Context } from './context';
import { CliError, EXIT } from './exit';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Keys that are neither people nor ids. */
const OTHER_KEYS = new Set(['canary']);

/** As events carry it: numbers of people in capitals. */
export const keyOf = (typed: string): string =>
  isPersonNumber(typed.trim()) ? typed.trim().toUpperCase() : typed.trim();

/** `*` stands for any characters. */
export const isMatch = (pattern: string, type: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, '\\$&'))
      .join('.*')}$`,
  ).test(type);

const refused = (message: string, code: string) => new CliError(EXIT.refused, message, code);

/** Nothing was found: a key that cannot be is a mistake, and not an answer. What cannot be a type, the services refuse. */
export const explainNothing = (keys: readonly string[] = []): void => {
  for (const key of keys) {
    if (isPersonNumber(key) || ID.test(key) || OTHER_KEYS.has(key)) continue;
    throw refused(`${key} is not a CRN (X123456), a prison number (A1234BC) or an id`, 'NO_SUCH_KEY');
  }
};

/** One person's number, for what knows people only. */
export const personOf = (typed: string): string => {
  const key = keyOf(typed);
  if (isPersonNumber(key)) return key;
  throw refused(`${key} is not a CRN (X123456) or a prison number (A1234BC)`, 'NO_SUCH_KEY');
};

/** The person's keys. What is no number of a person is refused before anybody is asked: services keep what was asked for. Events bear the number by which the person was known when their aggregate began. */
export const keysOf = async ({ api, streams }: Context, typed: readonly string[]): Promise<string[]> => {
  const people = typed.map(personOf);
  const gateway = api.services.find(({ name }) => name === 'integration-gateway');
  if (!gateway || people.length === 0) return people;
  try {
    const { keys } = await api.post<{ keys: string[] }>(gateway, '/ops/people/keys', { numbers: people });
    return [...new Set([...people, ...keys])];
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== EXIT.unreachable) throw error;
    streams.stderr.write(
      `${error.message}: looking for ${people.join(', ')} alone, without the person's other numbers\n`,
    );
    return people;
  }
};

interface Keyed {
  readonly key?: readonly string[] | string | undefined;
  readonly person?: readonly string[] | undefined;
}

/** `--key` and `--person` together; undefined when neither was given. */
export const keysGiven = async (context: Context, { key, person }: Keyed): Promise<string[] | undefined> => {
  const keys = typeof key === 'string' ? [key] : (key ?? []);
  if (keys.length === 0 && person === undefined) return undefined;
  return [...new Set([...keys.map(keyOf), ...(await keysOf(context, person ?? []))])];
};
