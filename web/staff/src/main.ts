import { loadConfig } from '@throughcare/platform/config';
import { serveWebApp } from '@throughcare/web/serve';
import { staffConfig } from './config';
import { staffApp } from './staff-app';

const main = async (): Promise<void> => {
  const config = loadConfig(staffConfig);
  await serveWebApp({ name: 'staff', config, ...staffApp(config) });
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
