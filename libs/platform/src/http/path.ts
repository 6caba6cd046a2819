import { invalid } from '@throughcare/base/errors';

/** A path with its parameters encoded and its template remembered, for traces without identifiers. */
export interface Path {
  readonly value: string;
  readonly template: string;
}

/** path`/people/${crn}/offences`: encodes what is put in, so that it stays one segment. Throws `invalid` for what cannot be one. */
export const path = (parts: TemplateStringsArray, ...values: readonly (string | number)[]): Path => ({
  value: parts.reduce((text, part, i) => text + encodeSegment(values[i - 1] ?? '') + part),
  template: parts.join('{}'),
});

/** An empty segment, `.` and `..` would lead elsewhere, encoded or not, and nothing is called by dots alone: they are refused. */
const encodeSegment = (value: string | number): string => {
  if (/^\.*$/.test(String(value))) throw invalid('PATH_PARAMETER_INVALID');
  return encodeURIComponent(value);
};
