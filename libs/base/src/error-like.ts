/** The parts of an error that are looked at. Errors of other realms and DOMExceptions are not `instanceof Error`. */
export interface ErrorLike {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/** The value as an error, when it looks like one. */
export const asError = (value: unknown): ErrorLike | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, message } = value as { name?: unknown; message?: unknown };
  return typeof name === 'string' && typeof message === 'string' ? (value as ErrorLike) : undefined;
};
