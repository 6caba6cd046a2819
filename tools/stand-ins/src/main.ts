import { loadConfig } from './config';
import { startAll } from './start';

const main = async (): Promise<void> => {
  const started = await startAll(loadConfig(process.env));
  for (const { name, url, controlUrl } of started)
    console.log(`${name.padEnd(12)} ${url.padEnd(24)} control ${controlUrl}`);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    await Promise.allSettled([...started].reverse().map((one) => one.close()));
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
  process.on('disconnect', () => void stop());
  process.send?.({ ready: true, standIns: started.map(({ name, url, controlUrl }) => ({ name, url, controlUrl })) });
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
