import fc from 'fast-check';
import type { Person } from '../../people';
import type { StandInGateway } from '../gateway';
import type { TestRequest } from '../request';
import type { Kit } from '../every-route/matrix';
import type { Asked, ListsOfPeople, Question } from './lists-of-people';

export interface NamesKit extends Kit {
  readonly gateway: StandInGateway;
}
export interface KeepsNames<K extends NamesKit> {
  readonly lists: ListsOfPeople<K>;
  /** Somebody with limits, about whom there is a row in every list that is asked. */
  readonly hidden: { readonly crn: string; readonly named: (name: string) => Person };
  readonly as: (kit: K) => Promise<TestRequest>;
}

const QUESTIONS = 200;
/** For one answer. */
const MOST_CALLS = 2;
const NAMES = ['Ada Byron', 'Young Zone-Ill'];
const PAGES = ['CurrentPage', 'TotalPages', 'TotalResults', 'PageSize'];

const syllable = fc.constantFrom('a', 'da', 'by', 'ron', 'zo', 'ne', 'ill', 'young', ' ', '-');
const term = fc.array(syllable, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const question = (crn: string): fc.Arbitrary<Question> =>
  fc.record({
    crnOrName: fc.oneof({ weight: 3, arbitrary: term }, fc.constantFrom('', crn, ...NAMES)),
    choice: fc.nat(1_000),
    direction: fc.constantFrom('asc' as const, 'desc' as const),
    page: fc.integer({ min: 1, max: 4 }),
    perPage: fc.integer({ min: 1, max: 4 }),
  });

/** The whole answer, and how often the gateway was asked about people for it: the time that takes may not tell a name either. */
const answerTo = async ({ gateway }: NamesKit, api: TestRequest, { path, body }: Asked): Promise<string> => {
  gateway.calls.length = 0;
  const { status, headers, body: answer } = await api.send(body === undefined ? 'GET' : 'POST', path, body);
  if (status >= 400) throw new Error(`${path} answered ${status}: ${JSON.stringify(answer)}`);
  const calls = gateway.calls.filter((call) => call.includes('/people')).length;
  if (calls > MOST_CALLS) throw new Error(`${path} asked the gateway ${calls} times`);
  return JSON.stringify([path, calls, PAGES.map((name) => headers.get(`X-Pagination-${name}`)), answer]);
};

/**
 * Whoever is barred from a person gets the same answers, to the byte, from every list of people of the service, whatever the person is
 * called: 200 questions of terms, orders and pages for each, after somebody who may see the person has looked.
 */
export const keepsNames = <K extends NamesKit>(start: () => Promise<K>, { lists, hidden, as }: KeepsNames<K>): void => {
  describe('the name of a person with limits', () => {
    let kit: K;
    let api: TestRequest;
    beforeAll(async () => {
      kit = await start();
      api = await as(kit);
    }, 120_000);
    afterAll(() => kit?.close());

    it.each(Object.entries(lists.asked ?? {}))(
      'changes no answer of %s',
      async (_route, ask) => {
        const questions = fc.sample(question(hidden.crn), { numRuns: QUESTIONS, seed: 30 });
        const answers = new Set<string>();
        for (const name of NAMES) {
          kit.gateway.people.set(hidden.crn, hidden.named(name));
          for (const crnOrName of ['', name])
            await answerTo(kit, api, ask({ crnOrName, choice: 0, direction: 'asc', page: 1, perPage: 4 }, kit));
          kit.gateway.people.set(hidden.crn, { type: 'RestrictedPerson', crn: hidden.crn });
          const all: string[] = [];
          for (const one of questions) all.push(await answerTo(kit, api, ask(one, kit)));
          answers.add(all.join('\n'));
        }
        expect([...answers].join()).toContain(hidden.crn);
        expect(answers.size).toBe(1);
      },
      300_000,
    );
  });
};
