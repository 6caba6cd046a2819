import { type TestDatabase, testDatabase } from '@throughcare/platform/testing';

/** A database as a web application gets it: its role finds its own schema first. */
export const webDatabase = async (): Promise<TestDatabase> => {
  const database = await testDatabase({ schema: 'web', migrations: [] });
  const url = new URL(database.url);
  url.searchParams.set('options', '-c search_path=web');
  return { ...database, url: url.href };
};
