import { REACH, type ReachKind } from '../../access/decorators';
import { Reaches } from '../../access/reaches';
import { RouteCheck } from '../../access/route-check';
import { CALLERS } from './callers';
import type { Kit } from './matrix';
import { isOk, reaches, type Answer, type TriedRoute, type Tries } from './tries';

type Ask = 'hasRegion' | 'region' | 'isOwner' | 'owner' | 'person' | 'people';
const ASKS: Readonly<Partial<Record<ReachKind, readonly Ask[]>>> = {
  region: ['hasRegion', 'region'],
  owner: ['isOwner', 'owner'],
  person: ['person', 'people'],
};

/** Whoever asks is nobody to the note of the request: as if the line that asks were not there, and the answer were yes. */
const forget = (asking: Reaches, kind: ReachKind): (() => void) => {
  const { delegated } = asking;
  const left: Record<string, unknown> = {
    delegated: (...[caller, kinds, ...rest]: Parameters<Reaches['delegated']>) =>
      delegated.call(asking, kinds.includes(kind) ? { ...caller } : caller, kinds, ...rest),
  };
  for (const name of ASKS[kind] ?? []) {
    const ask = asking[name].bind(asking) as (who: object, ...rest: unknown[]) => unknown;
    left[name] = (who: object, ...rest: unknown[]) => ask({ ...who }, ...rest);
  }
  Object.assign(asking, left);
  return () => {
    for (const name of Object.keys(left)) Reflect.deleteProperty(asking, name);
  };
};

const answerWithout = async <K extends Kit>(tries: Tries<K>, route: TriedRoute, kind: ReachKind): Promise<Answer> => {
  const ids = await tries.matrix.papers(tries.kit, CALLERS.near, route.name);
  const by = await tries.as(CALLERS.near, route);
  const remember = forget(tries.kit.test.app.get(Reaches, { strict: false }), kind);
  try {
    return await tries.send(route, by, ids);
  } finally {
    remember();
    tries.kit.test.access.forgive();
  }
};

/** Routes that the matrix lets pass though the service does not ask what they declare. */
export const notNoticed = <K extends Kit>(tries: Tries<K>, kind: ReachKind): Promise<string[]> =>
  tries.wrong(
    (route) => reaches(route, kind) && !(route.name in (tries.matrix.unanswered ?? {})),
    async (route) => [isOk(await answerWithout(tries, route, kind)) && 'nobody noticed'],
  );

/** Routes whose `@Reach` could be taken away, and the service would start all the same. */
export const startsWithout = <K extends Kit>({ kit, routes }: Tries<K>): string[] => {
  const check = kit.test.app.get(RouteCheck, { strict: false });
  const stops = ({ target, handler }: TriedRoute): boolean => {
    const kinds: unknown = Reflect.getMetadata(REACH, target);
    Reflect.deleteMetadata(REACH, target);
    try {
      check.onModuleInit();
      return false;
    } catch (error) {
      return String(error).endsWith(`with @Reach: ${handler}`);
    } finally {
      Reflect.defineMetadata(REACH, kinds, target);
    }
  };
  return routes.filter((route) => 'reach' in route.rule && !stops(route)).map(({ name }) => name);
};
