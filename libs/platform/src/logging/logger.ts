import { format } from 'node:util';
import { trace } from '@opentelemetry/api';
import { currentContext } from '@throughcare/base/context';
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { isError, maskMembers, maskText, maskValue } from './mask';

export interface LogOptions {
  /** The service, on every line. */
  readonly name: string;
  readonly level: string;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

/** No children: pino would write their bindings unmasked. */
export type LevelLog = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

/** Which trace and which click or message a line belongs to. */
const whereabouts = (): Record<string, string> => {
  const span = trace.getActiveSpan()?.spanContext();
  const correlationId = currentContext()?.correlationId;
  return {
    ...(span && { traceId: span.traceId, spanId: span.spanId }),
    ...(correlationId !== undefined && { correlationId }),
  };
};

/** Brings every way of calling pino to (members, text), with the text masked and errors never giving it. */
const normalise = (args: readonly unknown[]): [object, string] => {
  const [first, ...rest] = args;
  const members = isError(first) ? { err: first } : typeof first === 'object' && first !== null ? first : {};
  const words = typeof first === 'string' ? args : rest;
  const [text, ...values] = words;
  return [members, typeof text === 'string' ? maskText(format(text, ...values.map((value) => maskValue(value)))) : ''];
};

/** JSON escapes what stands below a space; these too are obeyed by whatever shows the line. An escape means the same to who parses it. */
const UNSEEN = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const escapeOf = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const showingMarks = (to: DestinationStream): DestinationStream => ({
  write: (line) => to.write(line.replace(UNSEEN, escapeOf)),
});

/** A pino logger whose every line is masked: members by name, texts by pattern, errors to kinds, codes and places. */
export const createLogger = ({ name, level, destination }: LogOptions): LevelLog =>
  pino(
    {
      level,
      base: { service: name },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: whereabouts,
      serializers: { err: (facts: unknown) => facts },
      formatters: {
        level: (label) => ({ level: label }),
        log: (line) => maskMembers(line),
      },
      hooks: {
        logMethod(args, method) {
          method.apply(this, normalise(args));
        },
      },
    },
    showingMarks(destination ?? pino.destination({ dest: 1, sync: true })),
  );
