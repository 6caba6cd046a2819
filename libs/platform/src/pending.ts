/** Stands where an implementation is about to arrive. */
export const pending = (): never => {
  throw new Error('not built yet');
};
