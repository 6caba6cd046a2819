import { handledElsewhere, holdsUp, mustKnow, standsAside, typeOf } from './standing.rules';

const urn = (type: string, version = 1) => `urn:throughcare:event:${type}:${version}`;
const [A, B, C] = [urn('a'), urn('b'), urn('c')];
const gained = new Map([
  [A, 1],
  [B, 2],
  [C, 3],
]);
const as = (...wants: string[]) => [{ id: 'other', wants }];

describe('F-017: of instances with different handlers', () => {
  it.each([
    ['one that gained a handler works', [A, B], [A], false],
    ['one from before stands aside', [A], [A, B], true],
    ['one that lost a handler waits for those that have it', [A], [A, B], true],
    ['equal ones share', [A, B], [B, A], false],
    ['the newest gain decides when each lacks something', [A, C], [A, B], false],
    ['and the other one stands aside', [A, B], [A, C], true],
    ['more of the older ones count where the newest is the same', [A, C], [A, B, C], true],
    ['a newer version of a payload is a gain', [A], [A, urn('a', 2)], true],
  ])('%s', (_title, mine, other, aside) => {
    expect(standsAside(mine, as(...other), gained)).toBe(aside);
  });

  it('exactly one set works, whatever there is', () => {
    const sets = [[A], [B], [C], [A, B], [A, C], [B, C], [A, B, C]];
    for (let chosen = 1; chosen < 2 ** sets.length; chosen += 1) {
      const there = sets.filter((_, at) => chosen & (2 ** at));
      const working = there.filter(
        (mine) =>
          !standsAside(
            mine,
            there.flatMap((each) => as(...each)),
            gained,
          ),
      );
      expect(working).toHaveLength(1);
    }
  });

  it('knows for whom others wait: not for one that stands aside itself, nor beside one that wants nothing', () => {
    const waits = (others: readonly (readonly string[])[]) =>
      holdsUp(
        [A, B],
        others.map((wants) => ({ id: 'other', wants })),
        gained,
      );
    expect([waits([[A]]), waits([[A, B]]), waits([[A, C]]), waits([[]]), waits([])]).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('knows which types another handles, and who has to hear of a gain', () => {
    expect([...handledElsewhere([A], as(A, B))]).toEqual(['b']);
    expect(mustKnow([A, B], [...as(A), ...as(A, B, C)]).map(({ wants }) => wants)).toEqual([[A]]);
    expect(typeOf(urn('accommodation.cas3.booking.confirmed', 12))).toBe('accommodation.cas3.booking.confirmed');
  });
});
