import { RegionSize, type MakeWorld, type World } from './world';

/** `PUT /__control/seed/region` with `{number?, people?, staff?, regions?, today?}`, the same for every stand-in. */
export const seedOf = <S>(world: MakeWorld, toState: (world: World) => S): Record<string, (options: unknown) => S> => ({
  cast: () => toState(world({ people: 0, staff: 0 })),
  region: (options) => toState(world(RegionSize.partial().parse(options))),
});
