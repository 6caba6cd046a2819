/** One instance of a consumer, and the contracts (data schemas) that its handlers can read. */
export interface Member {
  readonly id: string;
  readonly wants: readonly string[];
}

/** When each contract was first wanted by a consumer, milliseconds. What nobody wrote down counts as wanted for ever. */
export type Gained = ReadonlyMap<string, number>;

const PREFIX = 'urn:throughcare:event:';

/** The type a contract belongs to. */
export const typeOf = (contract: string): string => contract.slice(PREFIX.length, contract.lastIndexOf(':'));

const rankOf = (wants: readonly string[], gained: Gained): string =>
  wants
    .map((want) => [String(gained.get(want) ?? 0).padStart(16, '0'), want].join(' '))
    .sort()
    .reverse()
    .join('\n');

/**
 * True when an instance with other handlers is to do the consumer's work alone: the one whose latest gain is the newest. Whoever
 * can read everything that another can, and more, comes before it; so a release that gains a handler takes over at once, one that
 * loses a handler waits until the last instance of the release before has ended, and the last release works on where the new one died.
 */
export const standsAside = (mine: readonly string[], others: readonly Member[], gained: Gained): boolean => {
  const rank = rankOf(mine, gained);
  return others.some(({ wants }) => rankOf(wants, gained) > rank);
};

/** True when others stand aside for this one. Who wants nothing has no work to take up. */
export const holdsUp = (mine: readonly string[], others: readonly Member[], gained: Gained): boolean =>
  others.some(({ wants }) => wants.length > 0 && standsAside(wants, [{ id: '', wants: mine }], gained));

/** Types that another instance handles and this one does not. */
export const handledElsewhere = (mine: readonly string[], others: readonly Member[]): ReadonlySet<string> => {
  const known = new Set(mine.map(typeOf));
  return new Set(others.flatMap(({ wants }) => wants.map(typeOf)).filter((type) => !known.has(type)));
};

/** Others that could still pass what they cannot read and `mine` can: they have to know of it first. */
export const mustKnow = <M extends Member>(mine: readonly string[], others: readonly M[]): readonly M[] =>
  others.filter(({ wants }) => mine.some((want) => !wants.includes(want)));
