const TRACEPARENT = /^[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** The W3C trace parent if it is well formed and names a trace; other systems would choke on anything else. */
export const validTraceparent = (text: string | null | undefined): string | undefined =>
  text != null && TRACEPARENT.test(text) ? text : undefined;
