import type { Saved } from '@throughcare/web/form-page';
import type { FieldProblem } from '@throughcare/web/form';
import { type FieldsByCode, refusalWords, refusedField } from './refusal';

interface Search<T> {
  readonly found: T;
  readonly problems: readonly FieldProblem[];
}

/** Looks, or says at the field what the service cannot look for; nothing is found then. */
export const foundOrRefused = async <T>(nothing: T, field: string, look: () => Promise<T>): Promise<Search<T>> => {
  try {
    return { found: await look(), problems: [] };
  } catch (error) {
    return { found: nothing, problems: [{ field: refusedField(error, {}) ?? field, text: refusalWords(error) }] };
  }
};

/** Does it, or says at the field what the service refuses. */
export const orRefused = async (
  field: string,
  work: () => Promise<Saved>,
  byCode: FieldsByCode = {},
): Promise<Saved> => {
  try {
    return await work();
  } catch (error) {
    return { problems: [{ field: refusedField(error, byCode) ?? field, text: refusalWords(error) }] };
  }
};
