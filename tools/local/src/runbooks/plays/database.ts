// What holds events back in the database, and what was changed there behind their back.
import { Client } from 'pg';
import { eventually } from '../../bad-days/kit';
import type { Play, World } from '../play';

let writer: Client | undefined;

/** Somebody's session that has written and stays open, as one of a role that the service may act for. */
const forgotten = async ({ sql, test, type }: World) => {
  await sql(`do $$ begin if not exists (select from pg_roles where rolname = 'somebody') then
    create role somebody login password 'somebody'; grant somebody to throughcare_booking;
    grant connect, temporary on database throughcare to somebody; end if; end $$`);
  const url = new URL(test.system.databaseUrl);
  url.username = url.password = 'somebody';
  writer = new Client({ connectionString: url.href, application_name: 'by hand' });
  writer.on('error', () => undefined); // it is ended: that is what the line is for
  await writer.connect();
  await writer.query('begin; create temporary table t (n int); insert into t values (1)');
  await eventually(
    () => type('database', 'writers'),
    ({ code }) => code === 7,
  );
};
const leave = async () => {
  await writer?.end().catch(() => undefined);
  writer = undefined;
};
/** The gateway's log takes nothing, so nothing leaves its outbox; what waits there grows old without waiting for it. */
const stuck = async ({ sql, test, type }: World) => {
  writer = new Client({ connectionString: test.system.databaseUrl });
  await writer.connect();
  await writer.query('begin; lock table gateway.event_log in exclusive mode');
  await eventually(
    async () => {
      await sql(`update gateway.outbox set occurred_at = now() - interval '2 minutes'`);
      return type('outbox', 'stuck');
    },
    ({ code }) => code === 7,
  );
};
const pidOf = async ({ type }: World) => {
  const { stdout } = await type('database', 'writers', '--json');
  const rows = JSON.parse(stdout) as { service: string; pid: number; application: string }[];
  return String(rows.find(({ application, service }) => application === 'by hand' && service === 'booking')?.pid ?? '');
};

export const oldWriter: Play = {
  pages: ['ThroughcareOldWriter'],
  begin: forgotten,
  mend: leave,
  values: { SERVICE: 'booking', PID: pidOf },
  expects: [
    { line: 'doctor', section: 'Look', ends: 7, says: /writ/ },
    { line: 'database writers', ends: 7, says: /booking +\d+ +by hand +somebody +idle in transaction/ },
    { line: 'database end', says: /Ended/ },
    { line: 'outbox status', section: 'Afterwards', says: /integration-gateway +0 / },
  ],
};

export const outboxStuck: Play = {
  pages: ['ThroughcareOutboxStuck'],
  begin: stuck,
  mend: leave,
  expects: [
    { line: 'outbox stuck', ends: 7, says: /integration-gateway +\d+ +\d+ .* ops\.canary/ },
    { line: 'outbox status', section: 'Look', says: /integration-gateway +[1-9]/ },
    { line: 'doctor', section: 'Look', ends: 7, says: /outbox/ },
    { line: 'outbox status', section: 'Afterwards', says: /integration-gateway +0 / },
  ],
};

export const silentChange: Play = {
  pages: ['ThroughcareSilentChange'],
  begin: ({ sql, booking }) =>
    sql('update booking.booking set turnaround_working_days = turnaround_working_days + 1 where id = $1', [booking.id]),
  values: { SERVICE: 'booking', AGGREGATE_ID: ({ booking }) => Promise.resolve(booking.id) },
  expects: [
    { line: 'database silent', ends: 7, says: /booking +booking +1 / },
    { line: 'database strike-off', says: /Struck off/ },
    { line: 'events search', says: /accommodation\.cas3\.booking\./ },
  ],
};
