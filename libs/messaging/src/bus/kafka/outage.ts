const originOf = (error: Error): Error => (error.cause instanceof Error ? originOf(error.cause) : error);

/**
 * Whether a consumer that crashed may be started again: kafkajs' own rule, and a cluster that does not know the group's coordinator
 * yet, which kafkajs takes for something that never passes.
 */
export const isPassing = (error: Error): boolean => {
  const origin = originOf(error) as Error & { readonly retriable?: boolean };
  return (
    error.name === 'KafkaJSNumberOfRetriesExceeded' ||
    origin.retriable === true ||
    origin.name === 'KafkaJSGroupCoordinatorNotFound'
  );
};

/** `KAFKA_UNAVAILABLE`, of kind `unavailable`, where no broker could be reached; the error itself where one has answered. */
export const reasonOf = (error: Error): Error => {
  if (!isPassing(error) || originOf(error).name === 'KafkaJSProtocolError') return error;
  const code = 'KAFKA_UNAVAILABLE';
  return Object.assign(new Error(code, { cause: error }), { kind: 'unavailable', code });
};

/** A message that kafkajs has no codec for (lz4, snappy): the same after every restart. */
export const isUnreadable = (error: Error): boolean =>
  [error.name, originOf(error).name].includes('KafkaJSNotImplemented');
