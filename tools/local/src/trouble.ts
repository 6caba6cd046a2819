/** Something a person can mend: what is wrong, and what to do about it. Printed without a stack. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  constructor(
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | undefined)?.code;

/** Turns what the operating system says into what is wrong and how to mend it; undefined when it says nothing we know. */
export const troubleOf = (error: unknown, place: string): Trouble | undefined => {
  if (error instanceof Trouble) return error;
  const text = `${codeOf(error) ?? ''} ${error instanceof Error ? error.message : String(error)}`;
  if (/ENOSPC|No space left on device/.test(text)) {
    return new Trouble(
      `The disk that holds ${place} is full.`,
      'Free some space (1 GB is plenty) and run the command again.',
      {
        cause: error,
      },
    );
  }
  if (/EACCES|EPERM|EROFS|Permission denied|Operation not permitted/i.test(text)) {
    return new Trouble(
      `No permission to write in ${place}.`,
      'Make the folder yours (`chown -R "$USER" <folder>`), or clone the repository where you may write.',
      { cause: error },
    );
  }
  return undefined;
};
