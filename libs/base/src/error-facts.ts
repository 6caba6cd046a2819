/** CRNs (`X320741`) and prison numbers (`A4092EA`), any case, wherever they stand in a text. */
export const PERSON_ID = /(?<![A-Za-z0-9])(?:[A-Za-z]\d{6}|[A-Za-z]\d{4}[A-Za-z]{2})(?![A-Za-z0-9])/g;

/** Where an error came from, without a word of what it says: messages may name people. */
export interface ErrorFacts {
  /** Its class. */
  readonly type: string;
  /** UPPER_SNAKE, SQLSTATE or system code, where it has one. */
  readonly code?: string;
  /** As PostgreSQL names them. */
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  /** The innermost frames of its stack: function, file, line. */
  readonly at: readonly string[];
  readonly cause?: ErrorFacts;
}

const MOST_FRAMES = 12;
const MOST_CAUSES = 4;
const DATABASE = ['schema', 'table', 'column', 'constraint'] as const;
/** What V8 writes for one frame: a place with a line, or one of its own without. */
const FRAME =
  /^\s+at (?:[^()]*\()?(?:[a-z-]+:\/\/)?[^()]*(?::\d+){1,2}\)?$|^\s+at (?:async )?Promise\.\w+ \(index \d+\)$/;

/** One member of whatever was thrown. Never throws: getters and proxies of a faulty library may. */
export const memberOf = (value: unknown, name: string): unknown => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  try {
    return (value as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
};

/**
 * A code or name of an error as it may be stored and written: of `A-Z a-z 0-9 _ . -`, 100 characters at most, no person's id.
 * Empty for what has spaces: that is a sentence, and may name people.
 */
export const codeText = (value: unknown): string => {
  if (typeof value !== 'string' || /\s/.test(value.slice(0, 100))) return '';
  const [clean = ''] = /^[A-Za-z0-9_.-]+/.exec(value.slice(0, 100)) ?? [];
  return clean.replace(PERSON_ID, '');
};

/** What `cause` stands for: the driver's own error within one of the ORM, or what it names as its cause. */
export const causeOf = (error: unknown): unknown => memberOf(error, 'driverError') ?? memberOf(error, 'cause');

/** The status of an answer that the AWS SDK could not read: it has no name of its own. */
const statusOf = (error: unknown): string => {
  const status = memberOf(memberOf(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' ? `HTTP_${status}` : '';
};

/**
 * What an error may say in a log: its code, else its name, else that of its cause where it is an `Error` and nothing else. Never its message, and
 * never nothing: `UNKNOWN`.
 */
export const codeOf = (error: unknown, depth = 1): string => {
  const own = codeText(memberOf(error, 'code'));
  const name = codeText(memberOf(error, 'name'));
  if (own !== '' || (name !== '' && name !== 'Error')) return own || name;
  const cause = causeOf(error);
  const said = cause != null && cause !== error && depth <= MOST_CAUSES ? codeOf(cause, depth + 1) : 'UNKNOWN';
  return (said === 'UNKNOWN' ? statusOf(error) : said) || name || 'UNKNOWN';
};

/** Frames of a stack. The message is cut off first, and what only looks like a frame is left out: it may be part of a message. */
export const framesOf = (error: unknown): string[] => {
  const stack = memberOf(error, 'stack');
  if (typeof stack !== 'string') return [];
  const message = memberOf(error, 'message');
  const at = typeof message === 'string' && message !== '' ? stack.indexOf(message) : -1;
  const rest = at < 0 ? stack : stack.slice(at + String(message).length);
  return (
    rest
      .slice(0, 20_000)
      .split('\n')
      .filter((line) => FRAME.test(line))
      .slice(0, MOST_FRAMES)
      // What a letter's column refuses would keep the letter from being stored.
      .map((line) => line.trim().slice(0, 300).replaceAll('\0', '').toWellFormed().replace(PERSON_ID, '…'))
  );
};

const typeOf = (error: unknown): string =>
  codeText(memberOf(memberOf(error, 'constructor'), 'name')) || codeText(memberOf(error, 'name')) || typeof error;

/** Class, code, place and causes of whatever was thrown. Never its message; never throws. */
export const errorFacts = (error: unknown, depth = 1): ErrorFacts => {
  const code = codeText(memberOf(error, 'code'));
  const names = DATABASE.flatMap((name) => {
    const value = codeText(memberOf(error, name));
    return value === '' ? [] : [[name, value] as const];
  });
  const cause = causeOf(error);
  return {
    type: typeOf(error),
    ...(code !== '' && { code }),
    ...Object.fromEntries(names),
    at: framesOf(error),
    ...(cause != null && cause !== error && depth <= MOST_CAUSES && { cause: errorFacts(cause, depth + 1) }),
  };
};
