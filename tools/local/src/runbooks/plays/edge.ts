// What comes from HMPPS and is not taken, and other systems that are away.
import { anInstant, movementMessage } from '../../bad-days/hmpps';
import { control, eventually, inject } from '../../bad-days/kit';
import { send } from '../../journey/release-message';
import type { Play, World } from '../play';

const found = async <T extends object>(world: World, sql: string): Promise<T> =>
  (
    await eventually(
      () => world.sql<T>(sql),
      (rows) => rows.length > 0,
    )
  )[0] as T;

const ODD = `select id, split_part(problem, ' ', 1) as problem from gateway.quarantine where discarded_at is null order by received_at, id limit 1`;
const odd = (world: World) => found<{ id: string; problem: string }>(world, ODD);
const oddMessage = async (world: World) => {
  await inject(world.test.context, `no JSON ${crypto.randomUUID()}`);
  await odd(world);
};
const giveUp = ({ sql }: World) => sql('update gateway.quarantine set discarded_at = now() where discarded_at is null');

export const quarantine: Play = {
  pages: ['ThroughcareQuarantine', 'ThroughcareQuarantineFilling'],
  begin: oddMessage,
  mend: giveUp,
  values: { MESSAGE_ID: async (world) => (await odd(world)).id, PROBLEM: async (world) => (await odd(world)).problem },
  expects: [
    { line: 'quarantine list', section: 'Look', says: /^id +problem/ },
    { line: 'quarantine show $MESSAGE_ID --body', says: /no JSON/ },
    {
      line: 'quarantine redrive --problem $PROBLEM --reason "understood now" --yes',
      ends: 7,
      says: /0 messages taken, 1 refused still/,
    },
    { line: 'quarantine discard', says: /Discarded/ },
    { line: 'quarantine list', section: 'Afterwards', says: /Nothing is in quarantine/ },
  ],
};

const deadMessage = async ({ test }: World) => {
  const { aws } = test.context;
  const body = movementMessage({ noms: 'A9037AA', ...anInstant(), type: 'prison.unheard-of' });
  await send({ ...aws, HMPPS_QUEUE_NAME: aws['HMPPS_DLQ_NAME'] ?? '' }, body);
};

export const hmppsDeadLetters: Play = {
  pages: ['ThroughcareHmppsDeadLetters'],
  begin: deadMessage,
  expects: [
    { line: 'hmpps queue', section: 'Look', ends: 7 },
    { line: 'doctor', section: 'Look', ends: 7, says: /hmpps-dead-letters \(1 message/ },
    { line: 'hmpps retry-dlq --reason "cause gone" --yes', says: /1 given back/ },
    { line: 'hmpps queue', section: 'Afterwards', says: /domain-events/ },
  ],
};

const untold = async (world: World) => {
  await oddMessage(world);
  await world.sql(
    `insert into gateway.custody_person (noms_number, aggregate_id) values ('A9037AA', gen_random_uuid()) on conflict do nothing`,
  );
  await world.sql(`insert into gateway.custody_gap (id, noms_number, movement, claim, code)
    values (gen_random_uuid(), 'A9037AA', gen_random_uuid()::text, 'released', 'NO_MESSAGE')`);
};

export const movementUntold: Play = {
  pages: ['ThroughcareMovementUntold'],
  begin: untold,
  mend: giveUp,
  values: { PROBLEM: async (world) => (await odd(world)).problem },
  expects: [
    { line: 'hmpps movements', says: /released +NO_MESSAGE/ },
    { line: 'quarantine redrive', ends: 7, says: /refused/ },
    { line: 'events search', says: /custody\.person\./ },
    { line: 'events tail', says: /custody\.person\./ },
  ],
};

const away = (name: 'prison-api' | 'ndelius', { test }: World) =>
  control(test.system, name, 'POST', '/faults', { match: { path: '/*' }, fault: { kind: 'error', status: 503 } });
const back = (name: 'prison-api' | 'ndelius', { test }: World) => control(test.system, name, 'DELETE', '/faults');

const PENDING = `select id from gateway.custody_claim where state = 'pending' order by received_at limit 1`;
const pendingClaim = async (world: World) => {
  await away('prison-api', world);
  await inject(world.test.context, movementMessage({ noms: 'A9015AA', ...anInstant() }));
  await found(world, PENDING);
  await world.sql(`update gateway.custody_claim set received_at = now() - interval '3 hours' where state = 'pending'`);
};

export const claimPending: Play = {
  pages: ['ThroughcareCustodyClaimPending'],
  begin: pendingClaim,
  mend: (world) => back('prison-api', world),
  values: { CLAIM_ID: async (world) => (await found<{ id: string }>(world, PENDING)).id },
  expects: [
    { line: 'hmpps movements', section: 'Look', says: /released +prison-offender-events/ },
    { line: 'doctor', section: 'Look', ends: 7, says: /custody-claims \(1 movement reported/ },
    { line: 'hmpps movement ', says: /A9015AA/ },
  ],
};

/** Enough calls for it to count as away: whoever opens a referral asks nDelius. */
const ndeliusAway = async (world: World) => {
  await away('ndelius', world);
  const { api } = world.test.context;
  for (let n = 0; n < 8; n += 1)
    await api.call('CAST_01', 'GET', `/cas3/applications/${world.booking.applicationId}`).catch(() => undefined);
};

export const upstreamFailing: Play = {
  pages: ['ThroughcareUpstreamFailing'],
  begin: ndeliusAway,
  mend: (world) => back('ndelius', world),
  expects: [{ line: 'doctor', section: 'Look', ends: 7, says: /upstreams \(.*ndelius/ }],
};

export const serviceDown: Play = {
  pages: ['ThroughcareServiceDown'],
  begin: ({ test }) => test.system.kill('passport'),
  mend: ({ test }) => test.system.restart('passport'),
  expects: [{ line: 'doctor', section: 'Look', ends: 7, says: /passport +reachable +fail/ }],
};

/** A system that has just started has sent none yet. */
const canarySent = async (world: World) =>
  void (await found(world, `select event_id from gateway.event_log where type = 'ops.canary' limit 1`));

/** The instruments themselves: they tell what is there on a day without a fault. */
export const quiet: Play = {
  pages: [
    'ThroughcareBlind',
    'ThroughcareCanaryMissing',
    'ThroughcareCanarySlow',
    'ThroughcareErrors',
    'ThroughcareHmppsQueueOld',
    'ThroughcareHmppsCanaryMissing',
    'ThroughcareTaskLate',
  ],
  begin: canarySent,
  expects: [
    { line: 'events tail', says: /ops\.canary/ },
    { line: 'outbox status', says: /integration-gateway/ },
    { line: 'consumers lag', says: /canary/ },
    { line: 'background', says: /integration-gateway +dispatch/ },
    { line: 'dlq list', says: /dead letters|booking\// },
  ],
};
