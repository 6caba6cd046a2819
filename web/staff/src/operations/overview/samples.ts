import { type Rate, type Sample, rateOf, withSample } from './overview.rules';

/** Counts seen by earlier looks of anybody, in this process only: numbers of events, and whose they are. */
export class Samples {
  private readonly byName = new Map<string, Sample[]>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Adds what was seen now; answers with the rate as far as it is known. */
  see(name: string, count: number | null): Rate | undefined {
    if (count === null) return undefined;
    const samples = withSample(this.byName.get(name) ?? [], { at: this.now(), count });
    this.byName.set(name, samples);
    return rateOf(samples);
  }
}
