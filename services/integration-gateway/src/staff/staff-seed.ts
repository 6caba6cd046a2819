import { readFile } from 'node:fs/promises';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG } from '@throughcare/platform/config';
import { z } from 'zod';
import type { GatewayConfig } from '../config';
import { ROLES } from './staff.rules';
import { StaffService } from './staff.service';

const Seed = z.array(z.object({ username: z.string().min(1), roles: z.array(z.enum(ROLES)) }));

/** Reads the seed file; a wrong one stops the start. */
const readStaffSeed = async (file: string): Promise<z.output<typeof Seed>> => {
  const parsed = Seed.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error('STAFF_SEED_FILE is not a list of { username, roles }');
  return parsed.data;
};

/** Grants the roles of `STAFF_SEED_FILE` at the start. */
@Injectable()
export class StaffSeed implements OnApplicationBootstrap {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'STAFF_SEED_FILE'>,
    private readonly staff: StaffService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { STAFF_SEED_FILE: file } = this.config;
    if (file !== undefined) await this.staff.seed(await readStaffSeed(file));
  }
}
