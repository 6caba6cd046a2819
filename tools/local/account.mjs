// What a run of the tests leaves to say beside its numbers: which suites ran on which broker, and what did not run, and why.
import { relative } from 'node:path';

/**
 * Lines for the reader. `said` is what the suites on brokers reported, each on what it ran or why it did not; `result` is
 * Jest's own report, of which every file with skipped tests is named.
 */
export const account = (said, result, root) => {
  const skipped = (result?.testResults ?? []).flatMap(({ name, assertionResults }) => {
    const count = assertionResults.filter(({ status }) => status === 'pending' || status === 'todo').length;
    return count > 0 ? [`${count} skipped in ${relative(root, name)}`] : [];
  });
  return [...new Set([...said.split('\n'), ...skipped])].filter((line) => line.trim() !== '');
};
