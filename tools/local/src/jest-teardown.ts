import { rmSync } from 'node:fs';
import './jest-setup';

const teardown = async () => {
  const test = globalThis.throughcareTestPostgres;
  await test?.server.stop();
  if (test) rmSync(test.folder, { recursive: true, force: true });
};

export default teardown;
