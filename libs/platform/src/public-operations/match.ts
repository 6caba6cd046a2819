import { cas3Operations, passportOperations } from './operations';

export interface PublicOperation {
  readonly method: string;
  /** `/people/{crn}/offences`. */
  readonly template: string;
}

/** Every operation of both public APIs, built or not. */
export const publicOperations: readonly PublicOperation[] = [...cas3Operations, ...passportOperations].map((line) => {
  const [method = '', template = ''] = line.split(' ');
  return { method, template };
});

const fits = (template: string, segments: readonly string[]): boolean => {
  const wanted = template.split('/');
  return (
    wanted.length === segments.length &&
    wanted.every((part, at) => (part.startsWith('{') ? segments[at] !== '' : part === segments[at]))
  );
};

/** Whether a path, without its query, is one of a public operation: existing clients may ask for it. */
export const isPublicOperation = (method: string, path: string): boolean => {
  const segments = path.split('/');
  return publicOperations.some(({ method: known, template }) => known === method && fits(template, segments));
};
