/** nDelius refuses a longer postcode. */
const MAX_POSTCODE = 8;
const OUTWARD_AND_INWARD = /^([A-Z]{1,2}\d[A-Z\d]?|GIR)(\d[A-Z]{2})$/;
/** Not a space to Unicode, and still nothing that anybody sees. */
const INVISIBLE = /[\s\p{Cf}]/gu;

export type ReadPostcode =
  | { readonly postcode: string }
  /** `meant`: what it would be with the letter O and the digit 0 in their places. */
  | { readonly problem: 'empty' | 'isNot8OrLessCharacters' | 'invalid'; readonly meant?: string };

const inOneForm = (letters: string): string | undefined => {
  const [, outward, inward] = OUTWARD_AND_INWARD.exec(letters) ?? [];
  return outward === undefined ? undefined : `${outward} ${inward}`;
};

/** Every way of writing O and 0 in it, at most two to the power of seven. */
const withOtherZeros = (letters: string): string[] =>
  [...letters].reduce<string[]>(
    (texts, letter) => texts.flatMap((text) => (/[O0]/.test(letter) ? [`${text}O`, `${text}0`] : [text + letter])),
    [''],
  );

/** A postcode as people type it, in the one form in which it is kept and sent: capitals, one space before the last three. */
export const readPostcode = (typed: string): ReadPostcode => {
  const letters = typed.normalize('NFKC').replace(INVISIBLE, '').toUpperCase();
  if (letters === '') return { problem: 'empty' };
  const postcode = inOneForm(letters);
  if (postcode !== undefined) return { postcode };
  if (typed.trim().length > MAX_POSTCODE) return { problem: 'isNot8OrLessCharacters' };
  const meant = withOtherZeros(letters)
    .map(inOneForm)
    .find((text) => text !== undefined);
  return { problem: 'invalid', ...(meant !== undefined && { meant }) };
};
