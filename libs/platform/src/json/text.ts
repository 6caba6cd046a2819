/**
 * Answers come back exactly as they were sent: existing clients draw a referral row by row in key order, and a JavaScript
 * object moves keys that look like numbers to the front. So they are kept, and sent, as JSON text.
 */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs;

/** Text of one top-level member of JSON that parsed as an object; of the last one when the name is there twice. */
export const memberText = (json: string, name: string): string | undefined => {
  let depth = 0;
  let key: string | undefined;
  let start = 0;
  let found: string | undefined;
  for (const { 0: text, index } of json.matchAll(token)) {
    if (depth === 1 && (text === ',' || text === '}')) {
      if (key === name) found = json.slice(start, index).trim();
      key = undefined;
    }
    if (text === '{' || text === '[') depth += 1;
    else if (text === '}' || text === ']') depth -= 1;
    else if (depth === 1 && text === ':') start = index + 1;
    else if (depth === 1 && key === undefined && text !== ',') key = JSON.parse(text) as string;
  }
  return found;
};

/** JSON of `view` with further members whose values are JSON text already. */
export const withJsonText = (view: object, texts: Readonly<Record<string, string | null>>): string => {
  const members = Object.entries(texts).map(([name, text]) => `${JSON.stringify(name)}:${text ?? 'null'}`);
  const head = JSON.stringify(view).slice(1, -1);
  return `{${[head, ...members].filter(Boolean).join(',')}}`;
};
