// What nDelius was told, and what became of it.
import type { Play, World } from '../play';

const CHOSEN = `select id from gateway.sync_operation where booking_id = $1 and operation = 'booking.confirmed'`;
const idOf = async ({ sql, booking }: World) => (await sql<{ id: string }>(CHOSEN, [booking.id]))[0]?.id ?? '';

/** As time or nDelius would have made it; what had been seen before is put back afterwards. */
const becomes = (changes: string) => (world: World) =>
  world.sql(`update gateway.sync_operation set ${changes} where id = (${CHOSEN})`, [world.booking.id]);
const settle = becomes(`state = 'confirmed', reason = null, taken_at = now(), next_attempt_at = now()`);
const BOOKING = ({ booking }: World) => Promise.resolve(booking.id);

const open = (pages: string[], begin: (world: World) => Promise<unknown>): Play => ({
  pages,
  begin,
  mend: settle,
  values: { ID: idOf, BOOKING },
  expects: [
    { line: 'sync list', section: 'Look', ends: 7, says: /booking\.confirmed/ },
    { line: 'sync show', ends: 7, says: /booking\.confirmed[^]*recorded/ },
    { line: 'sync resolve', says: /Resolved/ },
    { line: 'sync resend', before: begin, ends: 6, says: /1 of \d+ would be sent to nDelius again/ },
    { line: 'events', says: /sync\.operation\./ },
    { line: 'doctor', section: 'Look', ends: 7, says: /sync/ },
  ],
});

export const parked = open(['ThroughcareSyncParked'], becomes(`state = 'parked', reason = 'REFUSED'`));
export const refused = open(
  ['ThroughcareSyncRefused'],
  becomes(`state = 'read-again', reason = null, taken_at = now()`),
);
export const untaken = open(
  ['ThroughcareSyncUntaken'],
  becomes(`state = 'published', reason = null, taken_at = null, published_at = now() - interval '11 minutes'`),
);

export const waiting: Play = {
  pages: ['ThroughcareSyncWaiting'],
  begin: becomes(
    `state = 'ready', reason = null, created_at = now() - interval '6 minutes', next_attempt_at = now() + interval '1 hour'`,
  ),
  mend: settle,
  expects: [
    { line: 'sync list', says: /Nothing needs attention/ },
    { line: 'events', says: /sync\.operation\./ },
  ],
};
