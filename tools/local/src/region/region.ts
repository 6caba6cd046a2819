// The synthetic region: what a team would find on a working day, made through the real APIs. A second run adds nothing.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { Api, standInTokens } from '../api';
import { readReference } from '../flow/reference';
import type { System } from '../system';
import { type Beds, ensureEstate } from './ensure-estate';
import { ensureReferral, referredAlready } from './ensure-referral';
import { estate } from './estate';
import { referrals } from './people';

/** Adds what is missing and says how much that was. */
export const addRegion = async (api: Api): Promise<{ places: number; people: number }> => {
  const reference = await readReference(api, 'CAST_02');
  const beds: Beds = new Map();
  const places = await ensureEstate(api, estate, reference, beds);
  const known = await referredAlready(api, new Set(referrals.map(({ referrer }) => referrer)));
  const missing = referrals.filter(({ crn }) => !known.has(crn));
  for (const planned of missing) await ensureReferral(api, planned, reference, beds);
  return { places, people: missing.length };
};

/** Which cluster and database this is: a marker of another one must not count. */
const identityOf = async (databaseUrl: string) => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const sql = `select system_identifier || ':' || (select oid from pg_database where datname = current_database()) as id from pg_control_system()`;
    return (await client.query<{ id: string }>(sql)).rows[0]?.id;
  } finally {
    await client.end();
  }
};

/** Loads the region once per database; answers with a sentence about it. */
export const loadRegion = async (system: System, tell: (sentence: string) => void): Promise<string> => {
  const { settings } = system;
  if (!settings.region) return 'No synthetic region was asked for.';
  if (!(['auth', 'ndelius'] as const).every((name) => settings.standIns.includes(name))) {
    return 'The synthetic region needs the stand-ins of HMPPS Auth and nDelius; it was left out.';
  }
  const marker = join(settings.dataDir, 'region.json');
  const database = await identityOf(system.databaseUrl);
  const before = existsSync(marker) ? (JSON.parse(readFileSync(marker, 'utf8')) as { database?: string }) : {};
  if (before.database === database) return 'The synthetic region was there already.';
  tell('Loading the synthetic region …');
  const { places, people } = await addRegion(new Api(system.edge, standInTokens(settings)));
  writeFileSync(marker, JSON.stringify({ database }));
  return `A synthetic region was added: ${places} premises and bedspaces, ${people} people.`;
};
