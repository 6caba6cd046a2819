import { CreateAssessments } from './2025/1763740000000-assessments';
import { Rollout } from './2025/1764410400000-rollout';
import { Letters } from './2025/1766000000000-letters';
import { OpenBookings } from './2025/1766000120000-open-bookings';
import { MergedNumbers } from './2025/1766200000000-merged-numbers';
import { WatchAssessments } from './2025/1766300000000-watch-assessment';
import { NumbersAreTold } from './2025/1766500000000-numbers-are-told';
import { KeepKeys } from './2025/1766700000000-keep-keys';
import { LettersByAggregate } from './1767000000000-letters-by-aggregate';
import { BackgroundTasks } from './1767020000000-background';
import { ReferenceItems } from './1767020060000-reference-items';
import { PersonIndex } from './1767030000000-person-index';
import { Alerts } from './1767171000000-alerts';
import { Queue } from './1767170000000-queue';
import { IdempotencyAsked } from './1767120000000-idempotency-asked';
import { PersonIndexWanted } from './1767120060000-person-index-wanted';
import { RiskView } from './1767160002000-risk-view';
import { Erasure } from './1767200061000-erasure';
import { SexOfPeople } from './1767300201000-sex-of-people';
import { RiskLevels } from './1767300202000-risk-levels';
import { PrisonNews } from './1767300204000-prison-news';
import { NonArrivals } from './1767300206000-non-arrivals';
import { ErasedNumbers } from './1767300101000-erased-numbers';

export const migrations = [
  CreateAssessments,
  Rollout,
  Letters,
  OpenBookings,
  MergedNumbers,
  WatchAssessments,
  NumbersAreTold,
  KeepKeys,
  LettersByAggregate,
  BackgroundTasks,
  ReferenceItems,
  PersonIndex,
  IdempotencyAsked,
  Queue,
  PersonIndexWanted,
  Alerts,
  RiskView,
  Erasure,
  SexOfPeople,
  RiskLevels,
  PrisonNews,
  NonArrivals,
  ErasedNumbers,
];
