import { SingleBar } from 'cli-progress';
import type { Context } from './context';

export interface Bar {
  update(value: number, words?: string): void;
  stop(): void;
}

const SILENT: Bar = { update: () => undefined, stop: () => undefined };

/** A bar on the error stream of a terminal; nothing for machines, pipes and short work. */
export const progressBar = ({ out, streams }: Context, total: number): Bar => {
  if (out.json || !streams.stderr.isTTY || total === 0) return SILENT;
  const bar = new SingleBar({
    format: '{bar} {percentage} % | {value}/{total} {words}',
    stream: process.stderr,
    hideCursor: true,
  });
  bar.start(total, 0, { words: '' });
  return { update: (value, words = '') => bar.update(value, { words }), stop: () => bar.stop() };
};
