/** Lists and objects within each other, in anything that is sent to us. No form of ours has ten. */
export const MOST_LEVELS = 100;

/**
 * Whether a JSON text nests deeper than that. Looks at the text, because what a parser has made of it cannot be walked any more: V8 parses
 * any depth, while its writer, PostgreSQL and every function that calls itself give up at some thousands of levels.
 */
export const isTooDeep = (json: string, levels = MOST_LEVELS): boolean => {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (isInText) {
      if (character === '\\') at += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > levels) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
};
