// What each service reads of which event, in its consumed-events.json: from the declarations of its handlers.
//   consumed-events.js [--check]      (npm run events runs it)
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { catalogue } from '@throughcare/events/catalogue';
import { allFieldsOf } from '@throughcare/events/documents/consumers';
import { handledIn, type Handled } from '@throughcare/messaging/topology';
import { SERVICES, root } from '../settings';
import { writeOrCheck } from './written';

type AppModule = Parameters<typeof handledIn>[0];

const load = createRequire(__filename);

const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The text of a `consumed-events.json`. A handler that takes the whole contract reads all its fields. */
export const consumedEvents = (handled: readonly Handled[]): string => {
  const consumers: Record<string, Record<string, readonly string[]>> = {};
  for (const { consumer, type, fields } of handled)
    consumers[consumer] = { ...consumers[consumer], [type]: fields ?? allFieldsOf(catalogue, type) };
  const ordered = Object.entries(consumers).map(([consumer, types]) => [consumer, sorted(types)] as const);
  return `${JSON.stringify(sorted(Object.fromEntries(ordered)), null, 2)}\n`;
};

/** Path and text of the file of every service. `folder` is `dist` for built services; tests read `src`. */
export const currentConsumedEvents = (folder: 'dist' | 'src'): ReadonlyMap<string, string> =>
  new Map(
    SERVICES.map((service) => {
      const { AppModule } = load(join(root, 'services', service, folder, 'app.module')) as { AppModule: AppModule };
      return [join(root, 'services', service, 'consumed-events.json'), consumedEvents(handledIn(AppModule))];
    }),
  );

if (require.main === module) writeOrCheck(currentConsumedEvents(__filename.endsWith('.ts') ? 'src' : 'dist'));
