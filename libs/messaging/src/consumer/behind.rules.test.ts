import { keysBehind } from './behind.rules';

/** `a2@K`: version 2 of aggregate a under key K. */
const events = (text: string) =>
  text
    .split(' ')
    .filter(Boolean)
    .map((event) => {
      const [, aggregateId = '', version, key = ''] = /^(\w)(\d)@(\w)$/.exec(event) ?? [];
      return { source: 'booking', aggregateId, version: Number(version), key };
    });

describe('keys that have to wait because of what waits in the same batch', () => {
  it.each([
    ['of a later version', 'a1@K', 'a2@L b1@M', ['L']],
    ['of the earliest that waits, whatever came first', 'a3@K a1@K', 'a2@L', ['L']],
    ['not of an earlier version', 'a2@K', 'a1@L', []],
    ['not of the same version: a copy', 'a1@K', 'a1@L', []],
    ['none when nothing waits', '', 'a1@K', []],
  ])('%s', (_title, waiting, open, keys) => {
    expect([...keysBehind(events(waiting), events(open))]).toEqual(keys);
  });

  it('not of an aggregate of another source with the same id', () => {
    const open = events('a2@L').map((event) => ({ ...event, source: 'referral' }));
    expect([...keysBehind(events('a1@K'), open)]).toEqual([]);
  });
});
