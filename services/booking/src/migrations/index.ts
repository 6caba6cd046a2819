import { CreateEstate } from './2025/1763740000000-estate';
import { CreateBookings } from './2025/1763740060000-bookings';
import { Rollout } from './2025/1764410400000-rollout';
import { Letters } from './2025/1766000000000-letters';
import { OnePersonOneBed } from './2025/1766000060000-one-person-one-bed';
import { ReferenceKeys } from './2025/1766000180000-reference-keys';
import { MergedNumbers } from './2025/1766200000000-merged-numbers';
import { WatchBookings } from './2025/1766300000000-watch-booking';
import { NumbersAreTold } from './2025/1766500000000-numbers-are-told';
import { LettersByAggregate } from './2025/1767000000000-letters-by-aggregate';
import { OldBookingsUnderRules } from './1767000060000-old-bookings-under-rules';
import { BackgroundTasks } from './1767020000000-background';
import { ReferenceItems } from './1767020060000-reference-items';
import { EstateAggregates } from './1767130000000-estate-aggregates';
import { Voids } from './1767130060000-voids';
import { Archives } from './1767130120000-archives';
import { PersonIndex } from './1767030060000-person-index';
import { IdempotencyAsked } from './1767120000000-idempotency-asked';
import { Moves } from './1767140000000-moves';
import { PlacementLists } from './1767140120000-placement-lists';
import { BedsFromMove } from './1767140060000-beds-from-move';
import { PersonIndexWanted } from './1767120120000-person-index-wanted';
import { ReferenceChangedAt } from './1767200030000-reference-changed-at';
import { RefuseInKnownWords } from './1767200000000-refuse-in-known-words';
import { BookingRegions } from './1767200070000-booking-regions';
import { BookingRegionsFilled } from './1767200071000-booking-regions-filled';
import { SexOfPeople } from './1767300201000-sex-of-people';
import { PrisonNews } from './1767300205000-prison-news';
import { ErasedNumbers } from './1767300101000-erased-numbers';

export const migrations = [
  CreateEstate,
  CreateBookings,
  Rollout,
  Letters,
  OnePersonOneBed,
  ReferenceKeys,
  MergedNumbers,
  WatchBookings,
  NumbersAreTold,
  LettersByAggregate,
  OldBookingsUnderRules,
  BackgroundTasks,
  ReferenceItems,
  PersonIndex,
  EstateAggregates,
  IdempotencyAsked,
  Voids,
  Moves,
  BedsFromMove,
  Archives,
  PersonIndexWanted,
  PlacementLists,
  ReferenceChangedAt,
  RefuseInKnownWords,
  BookingRegions,
  BookingRegionsFilled,
  SexOfPeople,
  PrisonNews,
  ErasedNumbers,
];
