import { describeMachine } from '../machine';
import type { Say } from '../say';
import { median } from '../statistics';
import { measurePublishing, type Publishing } from './round';
import type { BusKind } from './setting';
import { startWorld, type WorldOptions } from './world';

export interface PublishingOptions extends WorldOptions {
  readonly bus: BusKind;
  readonly rounds: number;
  /** Events of each backlog. */
  readonly rows: number;
  readonly say: Say;
}

export interface PublishingResult {
  readonly ours: Publishing;
  readonly native: Publishing;
  /** Ours : native within a round, which is less at the mercy of the machine than two medians. */
  readonly ratio: number;
  /** The same by processor time per event, native : ours: what can be trusted where others are at work. */
  readonly cpuRatio: number;
}

const SIDES = ['ours', 'native'] as const;

/** Publishing alone, in turns with the twin. The first round is not counted: it makes the files of the write-ahead log. */
export const publishingBench = async (options: PublishingOptions): Promise<PublishingResult> => {
  const { bus, rounds, rows, say } = options;
  const world = await startWorld(bus, options);
  const taken = { ours: [] as Publishing[], native: [] as Publishing[] };
  try {
    say(`machine ${JSON.stringify(await describeMachine(world.server.url))}, ${world.about}`);
    for (let round = 0; round <= rounds; round += 1) {
      for (const side of round % 2 === 1 ? SIDES : [...SIDES].reverse()) {
        const figures = await measurePublishing(world, side, `bench-${side}-${round}`, rows);
        if (round > 0) taken[side].push(figures);
        say(`round ${round} ${side} ${JSON.stringify(figures)}`);
      }
    }
  } finally {
    await world.stop();
  }
  return { ours: middle(taken.ours), native: middle(taken.native), ...ratios(taken) };
};

const costOf = ({ publishCpuMicros }: Publishing) => publishCpuMicros.producer + publishCpuMicros.postgres;

const ratios = ({ ours, native }: Record<(typeof SIDES)[number], readonly Publishing[]>) => {
  const middleOf = (ratio: (own: Publishing, twin: Publishing) => number) =>
    Math.round(median(ours.flatMap((own, n) => native.slice(n, n + 1).map((twin) => ratio(own, twin)))) * 100) / 100;
  return {
    ratio: middleOf((own, twin) => own.publishPerSecond / twin.publishPerSecond),
    cpuRatio: middleOf((own, twin) => costOf(twin) / costOf(own)),
  };
};

const middle = (rounds: readonly Publishing[]): Publishing => {
  const of = (pick: (figures: Publishing) => number) => median(rounds.map(pick));
  return {
    publishPerSecond: of((figures) => figures.publishPerSecond),
    publishCpuMicros: {
      producer: of(({ publishCpuMicros }) => publishCpuMicros.producer),
      postgres: of(({ publishCpuMicros }) => publishCpuMicros.postgres),
    },
  };
};
