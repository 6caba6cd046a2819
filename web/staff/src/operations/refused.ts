import type { Saved } from '@throughcare/web/form-page';
import { refusalWords } from './refusal';

/** Does it, or says at the field what the service refuses. */
export const orRefused = async (field: string, work: () => Promise<Saved>): Promise<Saved> => {
  try {
    return await work();
  } catch (error) {
    return { problems: [{ field, text: refusalWords(error) }] };
  }
};
