// `npm run bench -- pipeline | relay | consumer | replay | idle | all [--rounds n] [--seconds n] [--rows n] [--json]`
// `npm run bench -- peers [--rounds n] [--seconds n] [--json]`: beside what a team would pick instead
// `npm run bench -- accommodation [--scale 1|10|40] [--json]`: whole services at so many times the national estate
// `npm run bench -- bus | publishing | scaling --bus kafka|sns|postgres [--rounds n] [--seconds n] [--rows n] [--no-faults] [--emulator] [--json]`
import { parseArgs } from 'node:util';
import { accommodation } from './accommodation/accommodation';
import { busBench } from './bus/bus-bench';
import { publishingBench } from './bus/publishing';
import { scaling } from './bus/scaling';
import { BUS_KINDS, isBusKind } from './bus/setting';
import { consumer } from './consumer';
import { idle } from './idle';
import { peers } from './beside';
import { pipeline } from './pipeline';
import { relay } from './relay';
import { replay, replayInSmallProcess } from './replay';
import type { Say } from './say';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    rows: { type: 'string' },
    scale: { type: 'string', default: '10' },
    bus: { type: 'string', default: 'postgres' },
    faults: { type: 'boolean', default: true },
    emulator: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const say: Say = (line) => process.stderr.write(`${line}\n`);
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const rowsOr = (usual: number) => Number(values.rows ?? usual);

const bus = () => {
  if (!isBusKind(values.bus)) throw new Error(`--bus ${BUS_KINDS.join(' | ')}`);
  return values.bus;
};
/** An emulator of SNS takes about a thousand events a second. */
const backlog = () => rowsOr(bus() === 'sns' ? 3_000 : 20_000);

const benches: Record<string, () => Promise<object>> = {
  pipeline: () => pipeline({ rounds, seconds, say }),
  peers: () => peers({ rounds: Math.min(rounds, 2), seconds, say }),
  relay: () => relay({ rounds, rows: rowsOr(1_000_000), say }),
  replay: async () =>
    (process.env['BENCH_SMALL'] ? replay : replayInSmallProcess)({ rounds, rows: rowsOr(1_000_000), say }),
  consumer: () => consumer({ rounds, rows: rowsOr(20_000), say }),
  idle: () => idle({ seconds, say }),
  bus: () =>
    busBench({
      bus: bus(),
      rounds,
      seconds,
      say,
      rows: backlog(),
      nestRows: Math.min(2_000, backlog()),
      faults: values.faults,
      durable: true,
      emulator: values.emulator,
    }),
  publishing: () =>
    publishingBench({ bus: bus(), rounds, rows: backlog(), durable: true, emulator: values.emulator, say }),
  accommodation: () => accommodation({ scale: Number(values.scale), say }),
  scaling: () => scaling({ bus: bus(), rows: backlog(), durable: true, emulator: values.emulator, say }),
};

const main = async (): Promise<void> => {
  const [name = 'all'] = positionals;
  const chosen = name === 'all' ? Object.keys(benches) : [name];
  for (const each of chosen) {
    const bench = benches[each];
    if (!bench)
      throw new Error(`Usage: bench ${Object.keys(benches).join(' | ')} | all [--rounds n] [--seconds n] [--json]`);
    const result = await bench();
    process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${each} ${JSON.stringify(result, null, 2)}\n`);
  }
};

main().catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
