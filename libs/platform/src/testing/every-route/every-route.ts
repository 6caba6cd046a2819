import { ASKED } from '../../access/decorators';
import { CHECKS } from './checks';
import { notNoticed, startsWithout } from './forgetful';
import { declaredLists, isListOfPeople } from '../names/lists-of-people';
import type { Kit, Matrix } from './matrix';
import { Tries } from './tries';

/**
 * Reads what every route of a service declares (`@Staff`, `@Authority`, `@Reach`, `@Public`) and tries each as everybody: nobody, every
 * authority, every set of roles, another region, another owner, ids of two regions, and somebody barred from the person.
 */
export const everyRoute = <K extends Kit>(start: () => Promise<K>, matrix: Matrix<K>): void => {
  describe('every route', () => {
    let tries: Tries<K>;
    beforeAll(async () => {
      tries = await Tries.begin(await start(), matrix);
    }, 300_000);
    afterAll(() => tries?.kit.close());

    it('is served because a controller declares it, and is tried here', () => {
      const declared = tries.routes.map(({ name }) => name);
      expect([...tries.kit.test.access.served].toSorted()).toEqual(declared.toSorted());
      const named = Object.keys({ ...matrix.bodies, ...matrix.queries, ...matrix.unanswered });
      expect(named.filter((name) => !declared.includes(name))).toEqual([]);
    });

    it('that lists people is tried with their names, or says why not', () => {
      const found = tries.routes.filter(({ target }) => isListOfPeople(target)).map(({ name }) => name);
      expect(declaredLists(matrix.lists ?? {})).toEqual(found.toSorted());
    });

    it.each(CHECKS)('%s', async (_, check) => expect(await check(tries)).toEqual([]), 300_000);

    it.each(ASKED)(
      'is found out if it forgets to ask about the %s',
      async (kind) => expect(await notNoticed(tries, kind)).toEqual([]),
      300_000,
    );

    it('keeps the service from starting if its @Reach is taken away', () => {
      expect(startsWithout(tries)).toEqual([]);
    });
  });
};
