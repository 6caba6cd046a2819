// In which situation each page is played. The first leave everything as it was for those that follow.
import type { Play } from './play';
import { oldWriter, outboxStuck, silentChange } from './plays/database';
import {
  claimPending,
  hmppsDeadLetters,
  movementUntold,
  quarantine,
  quiet,
  serviceDown,
  upstreamFailing,
} from './plays/edge';
import { deadLetters, order, standingStill, unhandled } from './plays/events';
import { parked, refused, untaken, waiting } from './plays/ledger';
import { operations } from './plays/operations';

export const plays: readonly Play[] = [
  quiet,
  deadLetters,
  standingStill,
  order,
  unhandled,
  parked,
  refused,
  untaken,
  waiting,
  quarantine,
  hmppsDeadLetters,
  movementUntold,
  claimPending,
  oldWriter,
  outboxStuck,
  silentChange,
  operations,
  upstreamFailing,
  serviceDown,
];
