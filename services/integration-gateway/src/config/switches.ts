import { z } from 'zod';
import { jsonVariable } from '../json-variable';

export type Switch = 'on' | 'off' | 'dry-run';
const Table = z.record(z.string().regex(/^[a-z]+:(\*|[a-z.-]+)$/), z.enum(['on', 'off', 'dry-run']));
export type SwitchTable = z.output<typeof Table>;

/** The variable as JSON text, or a table. A wrong switch stops the start: half a switched path is worse than none. */
export const Switches = jsonVariable(Table);

/** `{target}:{operation}` before `{target}:*`; on when nothing is said. */
export const switchOf = (table: SwitchTable, target: string, operation: string): Switch =>
  table[`${target}:${operation}`] ?? table[`${target}:*`] ?? 'on';
