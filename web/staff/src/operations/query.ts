import type { FieldProblem } from '@throughcare/web/form';

/** A name that cannot be is a mistake of whoever asks, and not an empty list. */
export const unknownName = (
  field: string,
  what: string,
  name: string | undefined,
  names: readonly string[],
): FieldProblem[] =>
  name === undefined || names.includes(name)
    ? []
    : [{ field, text: `There is no such ${what}: there are ${names.join(', ')}` }];
