import { addressParametersOf, fieldNamesOf } from '../../dto/parameters';
import { CALLERS } from './callers';
import { unless, type Check } from './check';
import type { Answer, Place, TriedRoute } from './tries';

/** What people and programs put where a number of a person or an id belongs; the last are no text in UTF-8. */
const ODD_WORDS = [
  'A'.repeat(9_000),
  '1'.repeat(9_000),
  '🏠'.repeat(500),
  'A9001AA'.repeat(40),
  '\u0000',
  'A9001AA\u0000',
  'Ａ９００１ＡＡ',
  'x9000011',
  "'; drop table x",
  '1e400',
  '%',
  '%ff',
];
const CALLERS_MISTAKE = [400, 404, 414];

const queryOf = ({ controller, handler }: TriedRoute): string[] =>
  addressParametersOf(controller, handler.split('.').at(-1) ?? '')
    .filter(({ kind }) => kind === 'query')
    .flatMap(({ name, type }) => name ?? (type ? fieldNamesOf(type) : []));
const placesOf = (route: TriedRoute): Place[] => [
  ...[...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({ kind: 'id', name }) as const),
  ...(route.reads ? queryOf(route) : []).map((name) => ({ kind: 'query', name }) as const),
];
const isRight = ({ kind }: Place, { status }: Answer): boolean =>
  kind === 'id' ? CALLERS_MISTAKE.includes(status) : status < 500;

/** What is no id, or one that nobody has, is not there: never an outage or an error of ours, and no question of access. */
export const oddAddresses: Check = (tries) =>
  tries.wrong(
    (route) => placesOf(route).length > 0,
    async (route) => {
      // A read may look its caller up again elsewhere: then let it be one of whom nothing else is asked.
      const by = {
        id: await tries.as(CALLERS.near, route),
        query: await tries.as(CALLERS.colleague, route),
      };
      const told = placesOf(route).flatMap((place) =>
        ODD_WORDS.map(async (word) => {
          const answer = await tries.sendOdd(route, by[place.kind], place, word);
          return unless(
            isRight(place, answer),
            `${place.kind} ${place.name}=${word.slice(0, 12)} (${word.length})`,
            answer,
          );
        }),
      );
      return Promise.all(told);
    },
  );
