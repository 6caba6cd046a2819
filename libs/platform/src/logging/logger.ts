import { format } from 'node:util';
import { trace } from '@opentelemetry/api';
import { currentContext } from '@throughcare/messaging/context';
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
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
