/** Spaces of every kind, control and format characters, fillers and joiners that show nothing. */
const INVISIBLE = /^[\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** True for text in which nobody would see anything: empty, spaces, zero-width and filler characters. */
export const isBlank = (text: string): boolean => INVISIBLE.test(text);
