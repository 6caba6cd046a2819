import type { Kit } from './matrix';
import type { Answer, Tries } from './tries';

/** Lines of what is wrong with a service. */
export type Check = <K extends Kit>(tries: Tries<K>) => Promise<string[]>;

export const said = ({ status, code }: Answer): string => `${status} ${code}`.trim();

export const unless = (expected: boolean, who: string, answer: Answer): string | false =>
  !expected && `${who} got ${said(answer)}`;
