import { memberOf } from './error-facts';

/** The only sense of 0A000 that passes: the connection is to be opened anew. */
const STALE_PLAN = /^cached plan must not change result type/;

const textOf = (error: unknown, name: string): string => {
  const value = memberOf(error, name);
  return typeof value === 'string' ? value : '';
};

/** A prepared statement that fails until its connection is opened anew: a table changed, or a pooler exchanged the session. */
export const isStalePlan = (error: unknown): boolean => {
  const code = textOf(error, 'code');
  return code === '26000' || (code === '0A000' && STALE_PLAN.test(textOf(error, 'message')));
};
