/** A path with its parameters encoded and its template remembered, for traces without identifiers. */
export interface Path {
  readonly value: string;
  readonly template: string;
}

/** path`/people/${crn}/offences`: encodes what is put in, so that it stays one segment. */
export const path = (parts: TemplateStringsArray, ...values: readonly (string | number)[]): Path => ({
  value: parts.reduce((text, part, i) => text + encodeSegment(values[i - 1] ?? '') + part),
  template: parts.join('{}'),
});

/** `.` and `..` would climb; encoding does not change them. */
const encodeSegment = (value: string | number): string =>
  /^\.{1,2}$/.test(String(value)) ? String(value).replaceAll('.', '%2E') : encodeURIComponent(value);
