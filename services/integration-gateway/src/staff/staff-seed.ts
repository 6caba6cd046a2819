import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ROLES } from './staff.rules';

const Seed = z.array(z.object({ username: z.string().min(1), roles: z.array(z.enum(ROLES)) }));

/** Reads the seed file; a wrong one stops the start. */
export const readStaffSeed = async (file: string): Promise<z.output<typeof Seed>> => {
  const parsed = Seed.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error('STAFF_SEED_FILE is not a list of { username, roles }');
  return parsed.data;
};
