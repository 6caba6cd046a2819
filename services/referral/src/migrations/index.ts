import { CreateApplications } from './2025/1763740000000-applications';
import { Rollout } from './2025/1764410400000-rollout';
import { Letters } from './2025/1766000000000-letters';
import { MergedNumbers } from './2025/1766200000000-merged-numbers';
import { WatchApplications } from './2025/1766300000000-watch-application';
import { DraftRevisions } from './2025/1766400000000-draft-revisions';
import { NumbersAreTold } from './2025/1766500000000-numbers-are-told';
import { KeepKeys } from './2025/1766700000000-keep-keys';
import { LettersByAggregate } from './1767000000000-letters-by-aggregate';
import { BackgroundTasks } from './1767020000000-background';
import { ReferenceItems } from './1767020060000-reference-items';
import { IdempotencyAsked } from './1767120000000-idempotency-asked';
import { DraftReads } from './1767150000000-draft-reads';
import { AfterSubmission } from './1767151000000-after-submission';
import { RisksLater } from './1767160001000-risks-later';
import { BesideEarlier } from './1767200001000-beside-earlier';
import { PlacesOfReferrals } from './1767200060000-places-of-referrals';
import { Erasure } from './1767200061000-erasure';
import { UnusedDrafts } from './1767300100000-unused-drafts';
import { ListOfReferrals } from './1767300200000-list-of-referrals';
import { OriginOfReferrals } from './1767300207000-origin-of-referrals';
import { ErasedNumbers } from './1767300101000-erased-numbers';

export const migrations = [
  CreateApplications,
  Rollout,
  Letters,
  MergedNumbers,
  WatchApplications,
  DraftRevisions,
  NumbersAreTold,
  KeepKeys,
  LettersByAggregate,
  BackgroundTasks,
  ReferenceItems,
  IdempotencyAsked,
  DraftReads,
  AfterSubmission,
  RisksLater,
  BesideEarlier,
  PlacesOfReferrals,
  Erasure,
  UnusedDrafts,
  ListOfReferrals,
  OriginOfReferrals,
  ErasedNumbers,
];
