/** How far our clock is from the database's for certain, in ms: its answer was given at some moment between asking and hearing. */
export const clockOffset = (askedAt: number, database: number, heardAt: number): number => {
  const ahead = Math.max(0, database - heardAt);
  const behind = Math.max(0, askedAt - database);
  return Math.round(ahead - behind);
};
