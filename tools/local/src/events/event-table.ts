// Who publishes and who consumes each event, in docs/architecture.md: from the catalogue and what consumers declare.
//   event-table.js [--check]      (npm run events runs it)
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newestVersions } from '@throughcare/events/catalogue';
import type { EventDefinition } from '@throughcare/events/define-event';
import { declaredUses, type Use } from '@throughcare/events/documents/consumers';
import { root } from '../settings';
import { writeOrCheck } from './written';

const FILE = 'docs/architecture.md';
const START = '<!-- events:start -->';
const END = '<!-- events:end -->';

/** The table in Markdown, events in the order of the catalogue. Throws where a use is of no event there. */
export const tableOf = (events: readonly EventDefinition[], uses: readonly Use[]): string => {
  const stray = uses.find((use) => !events.some(({ type }) => type === use.type));
  if (stray) throw new Error(`${stray.service} consumes ${stray.type}, which is not in the catalogue`);
  const rows = events.map(({ name, type, meaning, audience, source }) => {
    const readers = uses.filter((use) => use.type === type).map((use) => `${use.service} (\`${use.consumer}\`)`);
    const cells = [`**${name}**<br>\`${type}\``, meaning, audience, source, readers.join('<br>') || '–'];
    return `| ${cells.join(' | ')} |`;
  });
  const head = ['| Event | Meaning | Audience | Published by | Consumed by |', '|---|---|---|---|---|'];
  return ['<!-- prettier-ignore-start -->', ...head, ...rows, '<!-- prettier-ignore-end -->'].join('\n');
};

/** The page with the table between its markers. Throws where the page has none. */
export const pageWith = (page: string, table: string): string => {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`${FILE} lacks the lines ${START} and ${END}`);
  return `${page.slice(0, start + START.length)}\n\n${table}\n\n${page.slice(end)}`;
};

if (require.main === module) {
  const page = readFileSync(join(root, FILE), 'utf8');
  writeOrCheck(new Map([[join(root, FILE), pageWith(page, tableOf(newestVersions, declaredUses()))]]));
}
