import type { ReachKind } from './decorators';

/** Which reaches have been asked, by whom they were asked for: principal and member of one request share one note. */
const notes = new WeakMap<object, Set<ReachKind>>();

/** The note of this request, for a caller and, once known, the member of staff they are. */
export const beginNote = (caller: object, member?: object): ReadonlySet<ReachKind> => {
  const note = notes.get(caller) ?? new Set();
  notes.set(caller, note);
  if (member) notes.set(member, note);
  return note;
};

export const noteAsked = (who: object, ...kinds: readonly ReachKind[]): void => {
  for (const kind of kinds) notes.get(who)?.add(kind);
};
