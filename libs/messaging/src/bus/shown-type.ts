import { catalogue } from '@throughcare/events/catalogue';
import { MALFORMED } from './malformed';

const KNOWN: ReadonlySet<string> = new Set([MALFORMED, ...catalogue.map(({ type }) => type)]);

/**
 * An event's type as labels and log lines may show it: `unknown` where no contract of this build has it. What stands in a message is
 * free text of whoever could send one: it may name a person, and there is no end of it.
 */
export const shownType = (type: string): string => (KNOWN.has(type) ? type : 'unknown');
