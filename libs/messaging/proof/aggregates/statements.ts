import type { DataSource, Logger } from 'typeorm';

const QUIET = () => undefined;

/** Statements that TypeORM sends while `act` runs, transactions' own aside. */
export const statementsOf = async (db: DataSource, act: () => Promise<unknown>): Promise<string[]> => {
  const [before, seen] = [db.logger, [] as string[]];
  const logger: Logger = {
    logQuery: (query) => void seen.push(query),
    logQueryError: QUIET,
    logQuerySlow: QUIET,
    logSchemaBuild: QUIET,
    logMigration: QUIET,
    log: QUIET,
  };
  db.logger = logger;
  try {
    await act();
  } finally {
    db.logger = before;
  }
  return seen;
};
