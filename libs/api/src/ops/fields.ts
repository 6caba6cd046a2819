import { z } from 'zod';

export const consumer = z.string().meta({ examples: ['booking.custody'] });
export const eventType = z.string().meta({ examples: ['accommodation.cas3.booking.confirmed'] });
/** What events are ordered by; may be a number of a person. */
export const key = z.string().meta({ examples: ['X320741'] });
export const code = z.string().meta({ examples: ['BOOKING_NOT_FOUND'] });
export const username = z.string().meta({ examples: ['CAST_01'] });
/** A place in a log. */
export const offset = z.number().meta({ examples: [1024] });

/** Class, code and place of an error and of its causes; never its message. */
export const ErrorFacts = z
  .object({
    type: z.string().meta({ examples: ['TypeError'] }),
    code: code.optional(),
    schema: z.string().optional(),
    table: z.string().optional(),
    column: z.string().optional(),
    constraint: z.string().optional(),
    at: z.array(z.string()),
    get cause() {
      return ErrorFacts.optional();
    },
  })
  .meta({ id: 'ErrorFacts' });
export type ErrorFacts = z.output<typeof ErrorFacts>;

export const EventHeaders = z
  .object({
    dataschema: z.string().optional(),
    correlationid: z.string().optional(),
    causationid: z.string().optional(),
    traceparent: z.string().optional(),
  })
  .meta({ id: 'EventHeaders' });
export type EventHeaders = z.output<typeof EventHeaders>;
