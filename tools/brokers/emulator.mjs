// An SNS/SQS emulator for quick runs: no download, no start-up time. Proofs rest on LocalStack, not on this.
import { once } from 'node:events';

export const EMULATOR_VERSION = 'fauxqs 2.4.1';

/** Nothing is missing: it comes with the packages. */
export const emulatorMissing = () => undefined;

/** @returns the endpoint for the AWS SDK and `stop`. Everything is in memory. */
export const startEmulator = async () => {
  // eslint-disable-next-line throughcare/boundaries -- tools/stand-ins declares it, and this folder is no package
  const { buildApp } = await import('fauxqs');
  const app = buildApp({ logger: false, defaultRegion: 'eu-west-2' });
  await app.ready();
  if (!app.server.listening) {
    app.server.listen(0, '127.0.0.1');
    await once(app.server, 'listening');
  }
  return {
    version: EMULATOR_VERSION,
    endpoint: `http://127.0.0.1:${app.server.address().port}`,
    stop: () => app.close(),
  };
};
