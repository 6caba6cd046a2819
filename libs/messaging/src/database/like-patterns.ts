/** `like` patterns of wildcards, for a column of types. */
export const likePatterns = (wildcards: readonly string[]): string[] =>
  wildcards.map((each) => each.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%'));
