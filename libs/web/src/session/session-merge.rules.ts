/** What a session holds, as JSON has it. */
export type Held = Readonly<Record<string, unknown>>;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const heldIn = (value: unknown): Held => (typeof value === 'object' && value !== null ? (value as Held) : {});

/** Whoever wrote first is right: a member counts as changed here only where nobody else has changed it. */
const mergedMembers = (seen: Held, mine: Held, stored: Held): Held => {
  const names = new Set([...Object.keys(mine), ...Object.keys(stored)]);
  const pairs = [...names].map((name) => {
    const isMine = !isSame(mine[name], seen[name]) && isSame(stored[name], seen[name]);
    return [name, isMine ? mine[name] : stored[name]] as const;
  });
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
};

/**
 * A session as it is stored after this request: what this one changed since it saw it, on top of what others stored meanwhile. Notices
 * are counted one by one. The cookie is the session's end, which every request moves.
 */
export const mergedSession = (seen: Held, mine: Held, stored: Held): Held => {
  const notices = mergedMembers(heldIn(seen['notices']), heldIn(mine['notices']), heldIn(stored['notices']));
  const { notices: _, ...rest } = mergedMembers(seen, mine, stored);
  return { ...rest, cookie: mine['cookie'], ...(Object.keys(notices).length > 0 && { notices }) };
};
