// The operations CLI in this process, against the system of a test: each line would take a second to start otherwise.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../settings';

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Run = (args: readonly string[], runtime: object) => Promise<number>;

/** Finds the system as an operator's shell would: by the status file in its folder. */
export const operatorOf = (dataDir: string, folder: string) => {
  const load = createRequire(__filename);
  const { run } = load(join(root, 'tools/ops/src/cli')) as { run: Run };
  const env = { DATA_DIR: dataDir, INIT_CWD: folder };
  return async (...words: string[]): Promise<Said> => {
    let stdout = '';
    let stderr = '';
    const code = await run(words, {
      env,
      stdout: { write: (text: string) => (stdout += text) },
      stderr: { write: (text: string) => (stderr += text) },
    });
    return { code, stdout, stderr };
  };
};
