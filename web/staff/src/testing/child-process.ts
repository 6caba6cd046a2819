import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';

export const root = resolve(__dirname, '../../../..');

/** A port that nobody has at this moment. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
};

/** Runs a source file as a process of its own, as it runs in production; resolves when it says that it is ready. */
export const startProcess = async (entry: string, env: Readonly<Record<string, string>>): Promise<ChildProcess> => {
  const args = ['--require', join(root, 'tools/local/register-typescript.cjs'), join(root, entry)];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const gone = once(child, 'exit').then(() => Promise.reject(new Error(`${entry} ended: ${said}`)));
  await Promise.race([once(child, 'message'), gone]);
  gone.catch(() => undefined); // it ends when the test says so
  return child;
};

export const endProcess = async (child: ChildProcess | undefined): Promise<void> => {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
};
