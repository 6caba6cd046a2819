import { CreatePassport } from './1763600000000-create-passport';
import { Rollout } from './1764410400000-rollout';
import { Letters } from './1766000000000-letters';
import { MergedNumbers } from './1766200000000-merged-numbers';
import { WatchPeople } from './1766300000000-watch-person';
import { NumbersAreTold } from './1766500000000-numbers-are-told';
import { KeepKeys } from './1766700000000-keep-keys';
import { LettersByAggregate } from './1767000000000-letters-by-aggregate';
import { BackgroundTasks } from './1767020000000-background';
import { IdempotencyAsked } from './1767120000000-idempotency-asked';
import { ErasedNumbers } from './1767300101000-erased-numbers';
import { PathwaysCount } from './1767300300000-pathways-count';
import { PathwaysFilled } from './1767300301000-pathways-filled';
import { WatchPathways } from './1767300302000-watch-pathways';

/** In order; forward only. */
export const migrations = [
  CreatePassport,
  Rollout,
  Letters,
  MergedNumbers,
  WatchPeople,
  NumbersAreTold,
  KeepKeys,
  LettersByAggregate,
  BackgroundTasks,
  IdempotencyAsked,
  ErasedNumbers,
  PathwaysCount,
  PathwaysFilled,
  WatchPathways,
];
