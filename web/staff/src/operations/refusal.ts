import { AppError } from '@throughcare/base/errors';
import { codeOf } from './ops-api';

const WORDS: Readonly<Record<string, string>> = {
  ALREADY_DISCARDED: 'This dead letter has already been discarded',
  BUS_CANNOT_RESET: 'A queue keeps nothing that was settled: start a replay instead',
  CONSUMER_CANNOT_REBUILD: 'This consumer cannot be rebuilt: it has no shadow table',
  CONSUMER_CANNOT_RESET: 'This consumer cannot reset single keys',
  EFFECTS_NOT_IN_THIS_MODE: 'Effects cannot be repeated in this mode',
  NOT_FIRST_OF_ITS_KEY: 'Earlier events of the same key wait before it: redrive the key',
  NOT_IN_QUARANTINE: 'This message is no longer in quarantine',
  NO_SUCH_CONSUMER: 'The service has no consumer of that name',
  NO_SUCH_DEAD_LETTER: 'It is no longer a dead letter',
  REBUILD_TAKES_EVERYTHING: 'A rebuild repeats everything: leave the filter empty',
  RESET_NEEDS_KEYS: 'Say whose history to repeat: enter keys',
  RESET_TAKES_WHOLE_HISTORY: 'A reset repeats the whole history of its keys: fill in nothing but keys',
  DEPARTURE_SENT: 'Its departure was sent: send everything of its booking',
  LATER_STAY_SENT: 'nDelius was told of a later stay of this person: tell it by hand, then say that it is there',
  OPERATION_TAKEN: 'nDelius took it: have what is there twice removed, then say that it is there',
  OPERATION_NOT_OPEN: 'There is nothing to decide about it any more',
  OPERATION_NOT_FOUND: 'The ledger does not have it',
  OTHER_RELEASE_WORKS:
    'Two releases run, and this instance has the older handlers: try again when the deployment has ended',
  RUN_IN_PROGRESS: 'This consumer has another run: wait for it, or cancel it',
  SINGLE_NEEDS_ONE_EVENT_ID: 'Enter one event id, and no keys',
};

/** What a code means for the person who asked; undefined for one that nobody asked for. */
export const wordsOf = (code: string): string | undefined => WORDS[code];

/** A refusal of the service in words for the person who asked; everything else is thrown on. */
export const refusalWords = (error: unknown): string => {
  const isRefusal = error instanceof AppError && ['invalid', 'conflict', 'not-found'].includes(error.kind);
  const code = codeOf(error);
  if (!isRefusal || code === undefined) throw error;
  if (code.startsWith('RUN_IS_')) return `The run is ${code.slice('RUN_IS_'.length).toLowerCase()} now`;
  return WORDS[code] ?? `The service refuses it: ${code}`;
};
