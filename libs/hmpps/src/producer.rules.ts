/** One rule: types that a pattern matches may come through these topics and no others. */
export interface ProducerRule {
  /** A type, `*` standing for any characters. */
  readonly types: string;
  readonly topics: readonly string[];
}

/** Rules in the order in which they are written. */
export const producersOf = (written: Readonly<Record<string, readonly string[]>>): readonly ProducerRule[] =>
  Object.entries(written).map(([types, topics]) => ({ types, topics }));

const matches = (pattern: string, type: string): boolean =>
  new RegExp(`^${pattern.replace(/[\\^$.+?()[\]{}|]/g, '\\$&').replaceAll('*', '.*')}$`).test(type);

/** The rule that a message of this type and topic breaks. The first that matches the type decides; a type without one may come from anywhere. */
export const brokenRule = (
  type: string,
  topic: string | undefined,
  producers: readonly ProducerRule[],
): string | undefined => {
  const rule = producers.find(({ types }) => matches(types, type));
  return rule && !rule.topics.includes(topic ?? '') ? rule.types : undefined;
};
