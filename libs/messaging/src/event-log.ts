import { schemaOf } from './messaging-options';
import { quoteSchema } from './outbox';

/** The table of a source's published events, as SQL names it. */
export const logOf = (source: string): string => `${quoteSchema(schemaOf(source))}.event_log`;
