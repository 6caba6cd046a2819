import { NomsNumber } from '@throughcare/events/fields';

/** A CRN in its ordinary form. Older ones differ, so what others send us is not held against it. */
const CRN = /^[A-Z]\d{6}$/;
/** Seven characters, as both kinds of number have. */
const ANY = /\b[A-Z]\d{4}[A-Z\d]{2}\b/g;

export const isCrn = (text: string): boolean => CRN.test(text);
export const isNomsNumber = (text: string): boolean => NomsNumber.safeParse(text).success;

/** A CRN or a prison number, in any case. */
export const isPersonNumber = (text: string): boolean => {
  const number = text.toUpperCase();
  return isCrn(number) || isNomsNumber(number);
};

/** Every CRN and prison number in a text, in capitals as events carry them. */
export const personNumbersIn = (text: string): string[] => (text.match(ANY) ?? []).filter(isPersonNumber);
