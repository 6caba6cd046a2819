import { EventServer } from '@throughcare/messaging/messaging.module';
import { ReplayHooks } from '@throughcare/messaging/replay';
import type { TestApp } from './app';

/** Consumers of a running service that neither offer a repair by replay nor say why there is none. */
export const undeclaredRepairs = ({ app }: TestApp): string[] =>
  app.get(ReplayHooks).undeclared(app.get(EventServer).consumers.keys());

/** What a `reset-keys` does before it repeats the history of these keys. */
export const resetKeys = async ({ app, db }: TestApp, consumer: string, keys: readonly string[]): Promise<void> => {
  await db.transaction(async (tx) => app.get(ReplayHooks).of(consumer).reset?.(tx, keys));
};
