import { z } from 'zod';
import { loadConfig } from '../config';
import { provision } from './provision';

/** `referral=secret,booking=other`: a schema and a role for each. */
const Passwords = z
  .string()
  .transform((text) => text.split(',').map((pair) => pair.split('=')))
  .pipe(z.array(z.tuple([z.string().regex(/^[a-z_]+$/), z.string().min(1)])));

const Environment = z.object({
  /** A role that may create databases and roles. */
  DATABASE_ADMIN_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_NAME: z.string().default('throughcare'),
  DATABASE_PASSWORDS: Passwords,
  /** Comma-separated schemas whose roles read no events: web applications keep sessions and nothing else. */
  DATABASE_WITHOUT_EVENTS: z
    .string()
    .default('staff')
    .transform((list) => list.split(',').map((schema) => schema.trim())),
});

/** Deployment step: database, group role, schemas and roles of the services. Idempotent; passwords become the given ones. */
const main = async (): Promise<void> => {
  const config = loadConfig(Environment);
  const services = config.DATABASE_PASSWORDS.map(([schema, password]) => ({
    schema,
    password,
    readsEvents: !config.DATABASE_WITHOUT_EVENTS.includes(schema),
  }));
  await provision(config.DATABASE_ADMIN_URL, services, { database: config.DATABASE_NAME });
  process.stdout.write(`Schemas and roles are there: ${services.map(({ schema }) => schema).join(', ')}\n`);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
