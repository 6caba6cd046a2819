import { clockOffset } from './clock-offset.rules';

describe('F-070: the clock that doctor compares with the database’s', () => {
  it.each([
    ['answered at once', 1_000, 1_000, 1_000, 0],
    ['a slow answer of a machine under load is no other clock', 1_000, 1_050, 1_900, 0],
    ['nor is one that waited before it was read', 1_000, 1_890, 1_900, 0],
    ['the database is ahead', 1_000, 1_600, 1_100, 500],
    ['the database is behind', 1_000, 400, 1_100, -600],
  ])('%s', (_, askedAt, database, heardAt, offset) => expect(clockOffset(askedAt, database, heardAt)).toBe(offset));
});
