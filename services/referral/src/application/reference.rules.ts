/** Letters that are not taken for digits. */
const CHECK = 'ABCDEFGHJKLMNPQRSTUVWXY';

/** A reference to read out over the telephone, `TA100001F`; the letter follows from the number, so a slip is found. */
export const referenceOf = (number: number): string => `TA${number}${CHECK.charAt(number % CHECK.length)}`;

/** The number behind a reference as people type it, or undefined for what is none. */
export const numberIn = (text: string): number | undefined => {
  const [, digits = ''] = /^TA(\d{6,9})[A-Z]$/.exec(text.replaceAll(/[\s-]/g, '').toUpperCase()) ?? [];
  const number = Number(digits);
  return digits !== '' && referenceOf(number) === text.replaceAll(/[\s-]/g, '').toUpperCase() ? number : undefined;
};
