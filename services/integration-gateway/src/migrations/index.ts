import { CreateGateway } from './2025/1764000000000-create-gateway';
import { Canary } from './2025/1764000120000-canary';
import { MovementChecks } from './2025/1764000240000-movement-checks';
import { OutwardUse } from './2025/1764000360000-outward-use';
import { IgnoredAgain } from './2025/1764000480000-ignored-again';
import { Rollout } from './2025/1764410400000-rollout';
import { Letters } from './2025/1766000000000-letters';
import { DoubtedOperations } from './2025/1766100000000-doubted-operations';
import { Merges } from './2025/1766200000000-merges';
import { QuarantineDiscarded } from './2025/1766210000000-quarantine-discarded';
import { Idempotency } from './2025/1766300000000-idempotency';
import { SeenPlaces } from './2025/1766500000000-seen-places';
import { HmppsCanary } from './2025/1766600000000-hmpps-canary';
import { MergedLines } from './2025/1766610000000-merged-lines';
import { StayAddress } from './2025/1766620000000-stay-address';
import { KeepKeys } from './2025/1766700000000-keep-keys';
import { LettersByAggregate } from './1767000000000-letters-by-aggregate';
import { BackgroundTasks } from './1767020000000-background';
import { ReferenceItems } from './1767020060000-reference-items';
import { MovesInLine } from './1767100000000-moves-in-line';
import { IdempotencyAsked } from './1767120000000-idempotency-asked';
import { FollowedRisks } from './1767160000000-followed-risks';
import { Notifications } from './1767172000000-notifications';
import { KnownDetails } from './1767120060000-known-details';
import { Erasures } from './1767200060000-erasures';
import { DeathsAndDates } from './1767300203000-deaths-and-dates';
import { LinesInOrder } from './1767300400000-lines-in-order';
import { ErasedNumbers } from './1767300101000-erased-numbers';

export const migrations = [
  CreateGateway,
  Canary,
  MovementChecks,
  OutwardUse,
  IgnoredAgain,
  Rollout,
  Letters,
  DoubtedOperations,
  Merges,
  QuarantineDiscarded,
  Idempotency,
  SeenPlaces,
  HmppsCanary,
  MergedLines,
  StayAddress,
  KeepKeys,
  LettersByAggregate,
  BackgroundTasks,
  ReferenceItems,
  MovesInLine,
  IdempotencyAsked,
  FollowedRisks,
  KnownDetails,
  Notifications,
  Erasures,
  DeathsAndDates,
  ErasedNumbers,
  LinesInOrder,
];
