/** What a terminal would obey instead of showing: control characters but line break and tab, and marks that turn the order of letters. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const BREAKS = /\r\n|[\n\r\t]/g;

const markOf = (character: string): string => {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : `\\u${code.toString(16).padStart(4, '0')}`;
};

/** A text as it may be printed, whoever wrote it: what cannot be seen is shown as a mark. */
export const marked = (text: string): string => text.replace(UNSEEN, markOf);

/** The same for a cell of a table or one line: nobody adds a line to it. */
export const inOneLine = (text: string): string => marked(text.replace(BREAKS, '\u21b5'));
