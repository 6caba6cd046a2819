import { ASKED, type ReachKind } from '../../access/decorators';
import { CALLERS } from './callers';
import { unless, type Check } from './check';
import type { Kit } from './matrix';
import { isAsked, isOk, reaches, type TriedRoute, type Tries } from './tries';

/** Of another person who has the account name of `near` since. */
const SUCCESSOR = '0c4e5a1b-0000-4000-8000-ffffffffffff';

type Leave = <K extends Kit>(tries: Tries<K>, isGone: boolean) => Promise<unknown>;

/** What let them in, and no longer does. */
const LEFT: Readonly<Partial<Record<ReachKind, Leave>>> = {
  region: (tries, isGone) => tries.move(CALLERS.near, { regionId: (isGone ? CALLERS.far : CALLERS.near).regionId }),
  owner: (tries, isGone) => {
    const { userId } = CALLERS.near;
    return isGone ? tries.move({ userId }, { userId: SUCCESSOR }) : tries.move({ userId: SUCCESSOR }, { userId });
  },
  person: async ({ kit, matrix }, isGone) => matrix.hide?.(kit, isGone),
};

/** Where a region may also be what lets somebody in, both are lost at once. */
const lossesOf = (route: TriedRoute): ReachKind[][] => {
  const [person, others] = [['person'], ['region', 'owner']].map((kinds) =>
    ASKED.filter((kind) => kinds.includes(kind) && reaches(route, kind)),
  );
  return [person ?? [], others ?? []].filter((kinds) => kinds.length > 0);
};

/** The same request with the same `Idempotency-Key`, after what let the caller in was lost. */
export const repeated: Check = (tries) =>
  tries.wrong(
    (route) => !route.reads && isAsked(route) && !(route.name in (tries.matrix.unanswered ?? {})),
    async (route) => {
      const ids = await tries.matrix.papers(tries.kit, CALLERS.near, route.name);
      const by = (await tries.as(CALLERS.near, route)).with({ 'idempotency-key': crypto.randomUUID() });
      const body = tries.bodyOf(route, ids);
      const first = await tries.send(route, by, ids, body);
      const lines = [unless(isOk(first), 'who may', first)];
      for (const kinds of lossesOf(route)) {
        for (const kind of kinds) await LEFT[kind]?.(tries, true);
        const again = await tries.send(route, by, ids, body);
        // The last first: who has another id is found by it.
        for (const kind of kinds.toReversed()) await LEFT[kind]?.(tries, false);
        const refusal = kinds.includes('person') ? (tries.matrix.refusal ?? 403) : 403;
        lines.push(unless(again.status === refusal, `who lost the ${kinds.join(' and ')} and asks again`, again));
      }
      return lines;
    },
  );
