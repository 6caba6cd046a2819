import type { ReachKind } from './decorators';

/** What was asked, and let somebody in: ids and numbers, so that it can be kept with an answer and asked again. */
export interface Question {
  /** `region`, `owner`, `person`, or the name under which another system was asked (`Reaches.delegate`). */
  readonly of: string;
  readonly key: string;
  /** Of the refusal. Absent where the route went on whatever the answer: of several such, one is enough. */
  readonly code?: string;
}

export interface Note {
  readonly kinds: ReadonlySet<ReachKind>;
  readonly questions: readonly Question[];
}

interface OpenNote extends Note {
  readonly kinds: Set<ReachKind>;
  readonly questions: Question[];
}

/** What has been asked, by whom it was asked for: principal and member of one request share one note. */
const notes = new WeakMap<object, OpenNote>();

/** The note of this request, for a caller and, once known, the member of staff they are. */
export const beginNote = (caller: object, member?: object): Note => {
  const note = notes.get(caller) ?? { kinds: new Set(), questions: [] };
  notes.set(caller, note);
  if (member) notes.set(member, note);
  return note;
};

export const noteAsked = (who: object, ...kinds: readonly ReachKind[]): void => {
  for (const kind of kinds) notes.get(who)?.kinds.add(kind);
};

const isSame = (one: Question) => (other: Question) =>
  one.of === other.of && one.key === other.key && one.code === other.code;

/** Asked, and answered with yes. */
export const noteQuestion = (who: object, question: Question): void => {
  const questions = notes.get(who)?.questions;
  if (questions && !questions.some(isSame(question))) questions.push(question);
};
