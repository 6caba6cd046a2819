// docs/operations.md, from the top to the end.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { releaseMessage } from '../../journey/release-message';
import type { Play, World } from '../play';
import { deadLetters } from './events';
import { quarantine } from './edge';
import { parked } from './ledger';

/** Inbox rows of a month that is long over. */
const oldMonth = ({ sql }: World) =>
  sql(`create table booking.inbox_2025_12 partition of booking.inbox for values from ('2025-12-01') to ('2026-01-01')`);

const readyRun = async ({ type }: World) => {
  const { stdout } = await type('replay', 'list', '--json');
  return (JSON.parse(stdout) as { id: string; state: string }[]).find(({ state }) => state === 'ready')?.id ?? '';
};

const inTurn =
  (...plays: Play[]) =>
  async (world: World) => {
    for (const { mend } of plays) await mend?.(world);
  };

/** An id is that of whatever the section is about. */
let ids: Play = deadLetters;
const about = (play: Play) => async (world: World) => {
  ids = play;
  await play.begin?.(world);
};
const idOf = (world: World) => {
  const value = ids.values?.['ID'] ?? ids.values?.['MESSAGE_ID'];
  return typeof value === 'function' ? value(world) : Promise.resolve(value ?? '');
};
const anEvent = deadLetters.values?.['EVENT_ID'] ?? '';

export const operations: Play = {
  pages: ['operations'],
  begin: about(deadLetters),
  mend: inTurn(parked, quarantine),
  values: {
    CONSUMER: 'booking.referral-view',
    CODE: 'P0001',
    ID: idOf,
    EVENT_ID: anEvent,
    RUN: readyRun,
    BOOKING: ({ booking }) => Promise.resolve(booking.id),
    FILE: 'message.json',
  },
  expects: [
    { line: 'doctor', ends: 7, says: /parked-keys/ },
    { line: 'dlq show', says: /P0001/ },
    { line: 'dlq redrive', ends: 6, says: /1 events of 1 keys in booking/ },
    { line: 'dlq discard', says: /Discarded/ },
    { line: 'replay plan', before: inTurn(deadLetters), says: /of booking: [1-9]/ },
    { line: 'replay run --consumer booking.referral-view --mode rebuild', says: /ready[^]*comparison/ },
    { line: 'replay resume', says: /rebuild +(?:running|completed)/ },
    { line: 'sync list', before: about(parked), ends: 7 },
    { line: 'sync show', ends: 7 },
    { line: 'events consumers', says: /hmpps|booking|integration-gateway/ },
    { line: 'hmpps explain', says: /"decision": "publish"/ },
    { line: 'quarantine list', before: about(quarantine), says: /problem/ },
    { line: 'quarantine redrive', ends: 6, says: /0 messages would be tried again/ },
    { line: 'quarantine discard', says: /Discarded/ },
  ],
};

export const fillFolder = (folder: string) => {
  writeFileSync(join(folder, 'message.json'), releaseMessage);
  for (const name of ['sync.x', 'custody.person.x', 'accommodation.x']) writeFileSync(join(folder, name), '');
};
export { oldMonth };
