import { saysAway } from '@throughcare/base/away.rules';
import { causeOf, memberOf } from '@throughcare/base/error-facts';

/** What an operator reads of a check that could not be made: that is a failed check. Never the text of an error, which may name people. */
export const notChecked = (error: unknown): { readonly status: 'fail'; readonly detail: string } => {
  const text = (name: string) =>
    [causeOf(error), error].map((one) => memberOf(one, name)).find((one) => typeof one === 'string');
  const code = text('code');
  const isAway = saysAway(error) || saysAway(causeOf(error));
  const why = isAway ? `the database does not answer${code ? ` (${code})` : ''}` : (code ?? text('name') ?? 'unknown');
  return { status: 'fail', detail: `not checked: ${String(why)}` };
};
