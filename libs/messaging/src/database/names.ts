/** A schema's name as SQL takes it. */
export const quoteSchema = (schema: string): string => `"${schema.replaceAll('"', '""')}"`;

/** Schema of a source's event log: its own name, with one exception. */
export const schemaOf = (source: string): string => (source === 'integration-gateway' ? 'gateway' : source);
