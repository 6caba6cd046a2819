import { personNumbersIn } from '@throughcare/base/person-numbers';

const NAMED = 100;

/** CRNs and prison numbers in a message, for the audit of who read it. */
export const peopleIn = (text: string): string[] => [...new Set(personNumbersIn(text))].slice(0, NAMED);
