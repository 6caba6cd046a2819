import { describeMachine } from '../machine';
import type { Say } from '../say';
import { median, spread } from '../statistics';
import type { Verdict } from '../tables';
import { measureRebalance, measureRecovery } from './faults';
import { type Cpu, type Latency, measureNest, measurePublishing, measureRound, type Round, RATES } from './round';
import type { BusKind } from './setting';
import { startWorld, type World, type WorldOptions } from './world';

export interface BusOptions extends WorldOptions {
  readonly bus: BusKind;
  readonly rounds: number;
  /** Of load at each rate. */
  readonly seconds: number;
  /** Events of the backlog. */
  readonly rows: number;
  readonly nestRows: number;
  /** Restart and rebalance are measured too. */
  readonly faults: boolean;
  readonly say: Say;
}

export interface BusResult extends Verdict {
  readonly publishPerSecond: number;
  readonly nativePublishPerSecond: number;
  readonly effectsPerSecond: number;
  /** Null where Nest has no such transport: everywhere but on Kafka. */
  readonly nestEffectsPerSecond: number | null;
  /** At {@link latencyRateOf} the bus. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const SIDES = ['ours', 'native'] as const;
type Side = (typeof SIDES)[number];

/** Events per second at which the result's latencies are taken: an emulator of SNS does not carry 2,000. */
export const latencyRateOf = (bus: BusKind): number => (bus === 'sns' ? 500 : 2_000);

interface Results {
  readonly rounds: Record<Side, Round[]>;
  readonly nest: number[];
  readonly verdicts: Verdict[];
}

/** One bus beside raw clients that do the same sends and transactions, in turns, and on Kafka beside Nest's own transport. */
export const busBench = async (options: BusOptions): Promise<BusResult> => {
  const { bus, say } = options;
  const world = await startWorld(bus, options);
  const results: Results = { rounds: { ours: [], native: [] }, nest: [], verdicts: [] };
  try {
    say(`machine ${JSON.stringify(await describeMachine(world.server.url))}, ${world.about}`);
    // Not counted: whoever is first on a new server makes the files of its write-ahead log.
    await measurePublishing(world, 'native', 'bench-warm-up', options.rows);
    for (let round = 1; round <= options.rounds; round += 1) await oneRound(world, round, options, results);
    if (options.faults) await faults(world, options, results);
  } finally {
    await world.stop();
  }
  report(bus, results, say);
  return summary(bus, results);
};

const oneRound = async (world: World, round: number, options: BusOptions, results: Results): Promise<void> => {
  const { say, nestRows } = options;
  for (const side of round % 2 === 1 ? SIDES : [...SIDES].reverse()) {
    const figures = await measureRound(world, side, `bench-${side}-${round}`, options);
    results.rounds[side].push(figures);
    if (side === 'ours') results.verdicts.push(figures.verdict);
    say(`round ${round} ${side} ${JSON.stringify(figures)}`);
  }
  if (world.bus !== 'kafka') return;
  const nest = await measureNest(world, `bench-nest-${round}`, nestRows);
  results.nest.push(nest.effectsPerSecond);
  say(`round ${round} nest ${JSON.stringify(nest)}`);
};

const RECOVERY_SECONDS = 15;
const REBALANCE_MS = 6_000;

const faults = async (world: World, { say }: BusOptions, { verdicts }: Results): Promise<void> => {
  for (const side of SIDES) {
    const recovered = await measureRecovery(world, side, `bench-away-${side}`, RECOVERY_SECONDS);
    if (side === 'ours') verdicts.push(recovered.verdict);
    say(`recovery ${side} (${world.fault}) ${JSON.stringify(recovered)}`);
    if (side === 'native' && world.bus === 'postgres') {
      say('rebalance native: not applicable, sharing partitions of the log is our own code');
      continue;
    }
    const rebalanced = await measureRebalance(world, side, `bench-share-${side}`, REBALANCE_MS);
    if (side === 'ours') verdicts.push(rebalanced.verdict);
    say(`rebalance ${side} ${JSON.stringify(rebalanced)}`);
  }
};

const figure = (rounds: readonly Round[], pick: (round: Round) => number): string => {
  const values = rounds.map(pick);
  return `${median(values)} ±${spread(values)} %`;
};

const at = (round: Round, rate: number): Latency | undefined => round.latencies.find((each) => each.rate === rate);

const report = (bus: BusKind, { rounds, nest }: Results, say: Say): void => {
  if (rounds.ours.length === 0) return;
  for (const side of SIDES) {
    const own = rounds[side];
    const published = figure(own, (round) => round.publishPerSecond);
    say(`median ${side}: publish ${published}, effects ${figure(own, (round) => round.effectsPerSecond)} per second`);
    for (const rate of RATES) {
      const of = (name: 'p50Ms' | 'p99Ms' | 'perSecond') => figure(own, (round) => at(round, rate)?.[name] ?? 0);
      const cpu = (part: keyof Cpu) => median(own.map((round) => at(round, rate)?.cpuMicros[part] ?? 0));
      const parts = (['producer', 'consumer', 'postgres', 'broker'] as const).map((part) => `${part} ${cpu(part)}`);
      const asked = rate === 0 ? 'unthrottled' : `at ${rate}/s`;
      say(`  ${asked}: p50 ${of('p50Ms')}, p99 ${of('p99Ms')} ms, ${of('perSecond')} per second`);
      say(`  ${asked}: CPU ms per 1,000 events: ${parts.join(', ')}`);
    }
  }
  if (bus === 'kafka') say(`median nest: effects ${median(nest)} ±${spread(nest)} % per second`);
};

const summary = (bus: BusKind, { rounds: { ours, native }, nest, verdicts }: Results): BusResult => {
  const of = (rounds: readonly Round[], pick: (round: Round) => number) => median(rounds.map(pick));
  const rate = latencyRateOf(bus);
  const sum = (fault: keyof Verdict) => verdicts.reduce((total, verdict) => total + verdict[fault], 0);
  return {
    publishPerSecond: of(ours, (round) => round.publishPerSecond),
    nativePublishPerSecond: of(native, (round) => round.publishPerSecond),
    effectsPerSecond: of(ours, (round) => round.effectsPerSecond),
    nestEffectsPerSecond: bus === 'kafka' ? median(nest) : null,
    p50Ms: of(ours, (round) => at(round, rate)?.p50Ms ?? 0),
    p99Ms: of(ours, (round) => at(round, rate)?.p99Ms ?? 0),
    lost: sum('lost'),
    inverted: sum('inverted'),
    doubled: sum('doubled'),
  };
};
