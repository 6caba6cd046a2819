import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { embeddedPostgres } from '@throughcare/messaging/proof';
import type { Side } from './fleet';
import { describeMachine, KEEP_LOG_FILES, makeLogFiles } from './machine';
import type { Say } from './say';
import { once } from './pipeline';
import { median } from './statistics';
import type { Verdict } from './tables';
import { type Peer, PEERS } from './peers/sides';

export interface PeerResult extends Verdict {
  readonly version: string;
  readonly txPerSecond: number;
  readonly p50MsAt500: number;
  readonly p99MsAt500: number;
  readonly promises: string;
}

const OURS =
  'per key of a source in order of commit, an effect in our own database once; a failing event holds its key';
const SIDES: readonly Side[] = ['ours', ...(Object.keys(PEERS) as Peer[])];

const versionOf = (side: Side): string => {
  const folder = side === 'ours' ? '../../..' : `../../../node_modules/${PEERS[side as Peer].package}`;
  return (JSON.parse(readFileSync(join(__dirname, folder, 'package.json'), 'utf8')) as { version: string }).version;
};

/**
 * The work of `pipeline` by us and by what a team would pick instead, on one server in one run: passes in opposite order, two
 * processes each, the same 24 writers, rows, flags and session options. Figures are medians of the passes.
 */
export const peers = async ({ rounds, seconds, say }: { rounds: number; seconds: number; say: Say }) => {
  const server = await embeddedPostgres({ durable: true, socket: true, flags: KEEP_LOG_FILES });
  const found = new Map<Side, Awaited<ReturnType<typeof once>>[]>(SIDES.map((side) => [side, []]));
  try {
    say(`machine ${JSON.stringify(await describeMachine(server.url))}`);
    await makeLogFiles(server.url);
    for (let pass = 1; pass <= rounds; pass += 1)
      for (const side of pass % 2 === 1 ? SIDES : SIDES.toReversed()) {
        const result = await once(side, server, seconds);
        found.get(side)?.push(result);
        say(
          `pass ${pass} ${side} ${JSON.stringify(result, (_, value: unknown) => (typeof value === 'number' ? Math.round(value) : value))}`,
        );
      }
  } finally {
    await server.stop();
  }
  return Object.fromEntries(
    SIDES.map((side) => {
      const results = found.get(side) ?? [];
      const of = (figure: 'txPerSecond' | 'p50MsAt500' | 'p99MsAt500') =>
        Math.round(median(results.map((one) => one[figure])));
      const sum = (figure: keyof Verdict) => results.reduce((total, one) => total + one[figure], 0);
      const result: PeerResult = {
        version: versionOf(side),
        txPerSecond: of('txPerSecond'),
        p50MsAt500: of('p50MsAt500'),
        p99MsAt500: of('p99MsAt500'),
        lost: sum('lost'),
        inverted: sum('inverted'),
        doubled: sum('doubled'),
        promises: side === 'ours' ? OURS : PEERS[side as Peer].promises,
      };
      return [side, result];
    }),
  );
};
