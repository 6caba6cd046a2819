// Lints texts as if they stood in given files: JSON [{ file, text }] on stdin, JSON [[ruleId, …], …] on stdout.
// A process of its own because Jest cannot load the ESM configuration.
import { ESLint } from 'eslint';
import { root } from './workspaces.mjs';

// With CI=true typescript-eslint would read the files as they are on disk, not the texts given here.
process.env.TSESTREE_SINGLE_RUN = 'false';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const eslint = new ESLint({ cwd: root });
const found = [];
for (const { file, text } of JSON.parse(Buffer.concat(chunks).toString())) {
  const [result] = await eslint.lintText(text, { filePath: file });
  found.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
}
process.stdout.write(JSON.stringify(found));
