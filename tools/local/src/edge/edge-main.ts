// The edge as a process of its own, for containers: addresses of the services from the environment.
import { startEdge, type Origins } from './edge';

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name}: missing`);
  return value;
};

const originsFromEnv = (): Origins => ({
  referral: required('REFERRAL_URL'),
  assessment: required('ASSESSMENT_URL'),
  booking: required('BOOKING_URL'),
  passport: required('PASSPORT_URL'),
  'integration-gateway': required('GATEWAY_URL'),
});

const main = async () => {
  const port = Number(process.env['PORT'] ?? 8080);
  const { close } = await startEdge(port, originsFromEnv(), process.env['HOST']);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => void close().then(() => process.exit(0)));
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
