export interface Trace {
  readonly id: string;
  readonly url?: string;
}

/** The trace that a W3C `traceparent` names, with its address where traces are shown somewhere. */
export const traceOf = (traceparent: string | undefined, template: string | undefined): Trace | undefined => {
  const [, id] = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent ?? '') ?? [];
  if (id === undefined) return undefined;
  return { id, ...(template !== undefined && { url: template.replaceAll('{traceId}', id) }) };
};
