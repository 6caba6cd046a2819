import { AppError } from '@throughcare/base/errors';
import { UpstreamAnswer } from '@throughcare/platform/http';
import { refusalCode } from '@throughcare/web/visit/refusals';

const BAD_FORM = 'The service does not understand the form: begin again from the list';
const WORDS: Readonly<Record<string, string>> = {
  AUDIT_QUEUE_NOT_PURGED: 'The queue of the audit is never emptied',
  DRY_RUN_IS_A_PLAN: BAD_FORM,
  ID_ALONE: 'Choose one event, or a filter, and not both',
  INVALID_FIELD: 'Something in the form cannot be taken: it is too long, or has characters that nobody can type',
  LIVE_TRANSACTIONS_DO_NOT_END:
    'Transactions of this service do not end, so that nobody knows what is complete: try again in a few minutes',
  NO_SILENT_CHANGE: 'No such change is known any more',
  NO_SUCH_ACTION: 'There is no such action',
  NO_SUCH_EVENT: 'The service does not have this event',
  NO_SUCH_MOVEMENT: 'This movement no longer waits',
  NO_SUCH_PROBLEM: 'No message can have such a problem',
  NO_SUCH_RUN: 'The service does not have this run',
  NO_SUCH_WRITER: 'This transaction has ended',
  QUARANTINE_NOT_CHOSEN: 'Choose one message, or a problem',
  QUEUE_NOT_FOUND: 'The service has no queue of that name',
  RATE_NOT_POSITIVE: 'The rate must be 1 or more',
  REASON_REQUIRED: 'Enter a reason',
  SAY_WHICH: 'Choose an operation, a state or a booking',
  SAY_WHICH_OR_ALL: 'Say which dead letters, or that you mean all of them',
  SERVICE_WITHOUT_MESSAGING: 'This service has no events and no consumers',
  SOURCE_LOG_NOT_READABLE: 'The history of another service cannot be read from here: see the check source-logs',
  TIME_UNREADABLE: 'Enter a date and time, like 2026-03-02 15:20',
  UNKNOWN_PARAMETER: BAD_FORM,
  ALREADY_DISCARDED: 'This dead letter has already been discarded',
  BUS_CANNOT_RESET: 'A queue keeps nothing that was settled: start a replay instead',
  CONSUMER_PAUSED: 'The consumer is paused, and nobody knows what it missed and what only waits: resume it first',
  CONSUMER_CANNOT_REBUILD: 'This consumer cannot be rebuilt: it has no shadow table',
  CONSUMER_CANNOT_RESET: 'This consumer cannot reset single keys',
  EFFECTS_NOT_IN_THIS_MODE: 'Effects cannot be repeated in this mode',
  NOT_FIRST_OF_ITS_KEY: 'Earlier events must be handled before it: redrive its key, or the key under which they lie',
  NOT_IN_QUARANTINE: 'This message is no longer in quarantine',
  NO_SUCH_CONSUMER: 'The service has no consumer of that name',
  NO_SUCH_EVENT_TYPE: 'No event has this type',
  SOURCE_NOT_READ: 'This consumer takes no events of one of these services',
  TYPE_NOT_HANDLED: 'This consumer does not take one of these event types',
  NO_SUCH_DEAD_LETTER: 'It is no longer a dead letter',
  REBUILD_TAKES_EVERYTHING: 'A rebuild repeats everything: leave the filter empty',
  RESET_NEEDS_KEYS: 'Say whose history to repeat: enter keys',
  RESET_TAKES_WHOLE_HISTORY: 'A reset repeats the whole history of its keys: fill in nothing but keys',
  CORRECTION_SENT: 'A later correction of it was sent: send everything of its booking',
  DEPARTURE_SENT: 'Its departure was sent: send everything of its booking',
  LATER_STAY_SENT: 'nDelius already has a later stay of this person: enter it by hand, then say that it is there',
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

interface Refused {
  readonly field: string;
  readonly errorType: string;
}

/** The field that the service could not take, as the form calls it, and what is wrong with it. */
const refusedIn = ({ cause }: AppError): Refused | undefined => {
  const body = cause instanceof UpstreamAnswer ? (cause.body as { 'invalid-params'?: unknown } | undefined) : undefined;
  const [first] = Array.isArray(body?.['invalid-params']) ? (body['invalid-params'] as unknown[]) : [];
  const { propertyName, errorType } = (first ?? {}) as { propertyName?: unknown; errorType?: unknown };
  const field = typeof propertyName === 'string' ? /^\$\.(?:filter\.)?([a-z]+)$/.exec(propertyName)?.[1] : undefined;
  return field === undefined ? undefined : { field, errorType: String(errorType) };
};

/** Fields of a form, by the code of what is refused about them. */
export type FieldsByCode = Readonly<Record<string, string>>;

/** The field of the form that a refusal is about, where that is known. */
export const refusedField = (error: unknown, byCode: FieldsByCode): string | undefined => {
  const code = refusalCode(error) ?? '';
  return error instanceof AppError && code === 'INVALID_FIELD' ? refusedIn(error)?.field : byCode[code];
};

/** A refusal of the service in words for the person who asked; everything else is thrown on. */
export const refusalWords = (error: unknown): string => {
  const isRefusal = error instanceof AppError && ['invalid', 'conflict', 'not-found'].includes(error.kind);
  const code = refusalCode(error);
  if (!isRefusal || code === undefined) throw error;
  if (code.startsWith('RUN_IS_')) return `The run is ${code.slice('RUN_IS_'.length).toLowerCase()} now`;
  const refused = code === 'INVALID_FIELD' ? refusedIn(error) : undefined;
  if (refused?.errorType === 'beforeStart') return 'To must be the same as or after From';
  if (refused) return `The ${refused.field} cannot be taken: it is too long, or has characters that nobody can type`;
  return WORDS[code] ?? 'The service refuses it, and does not say why in words: nothing was changed';
};
