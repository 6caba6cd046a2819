import { definitionOf, METRICS, type MetricName } from './metric-catalogue';

export type Labels = Readonly<Record<string, string>>;

/** A value that is asked for when somebody looks. */
export interface Sample {
  readonly name: MetricName;
  readonly value: number;
  readonly labels?: Labels;
}

/** One line of a histogram: cheap enough to be called per event. */
export interface Observer {
  observe(value: number): void;
}

class Buckets implements Observer {
  readonly counts: number[];
  sum = 0;
  count = 0;

  constructor(
    readonly labels: Labels,
    readonly bounds: readonly number[],
  ) {
    this.counts = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.sum += value;
    this.count += 1;
    const at = this.bounds.findIndex((bound) => value <= bound);
    if (at >= 0) this.counts[at] = (this.counts[at] ?? 0) + 1;
  }
}

const escaped = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const written = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
};

/** What a process has counted, in Prometheus' text format. Labels that a metric does not declare are dropped. */
export class Registry {
  private readonly values = new Map<MetricName, Map<string, { labels: Labels; value: number }>>();
  private readonly histograms = new Map<MetricName, Map<string, Buckets>>();

  add(name: MetricName, by: number, labels: Labels = {}): void {
    const entry = this.valueOf(name, labels);
    entry.value += by;
  }

  /** Makes the line exist, as 0 where nothing was counted yet: an increase can only be seen of a line that was there before. */
  begin(name: MetricName, labels: Labels = {}): void {
    this.valueOf(name, labels);
  }

  set(name: MetricName, value: number, labels: Labels = {}): void {
    this.valueOf(name, labels).value = value;
  }

  /** The line of a histogram with these labels; keep it where it is used often. */
  observer(name: MetricName, labels: Labels = {}): Observer {
    const own = declared(name, labels);
    const lines = this.histograms.get(name) ?? new Map<string, Buckets>();
    this.histograms.set(name, lines);
    const key = written(own);
    const found = lines.get(key) ?? new Buckets(own, definitionOf(name).buckets ?? []);
    lines.set(key, found);
    return found;
  }

  /** Exposition text of everything here and of the samples given; `common` labels go on every line. */
  text(samples: readonly Sample[] = [], common: Labels = {}): string {
    return (Object.keys(METRICS) as MetricName[])
      .flatMap((name) => {
        const fresh = samples.filter((sample) => sample.name === name);
        const kept = [...(this.values.get(name)?.values() ?? [])].map(({ labels, value }) => ({ name, labels, value }));
        const lines = [...kept, ...fresh].map(
          ({ labels = {}, value }) => `${name}${written({ ...common, ...declared(name, labels) })} ${value}`,
        );
        const buckets = [...(this.histograms.get(name)?.values() ?? [])].flatMap((each) => linesOf(name, each, common));
        const { help, kind } = definitionOf(name);
        const all = [...lines, ...buckets];
        return all.length === 0 ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...all];
      })
      .concat('')
      .join('\n');
  }

  private valueOf(name: MetricName, labels: Labels): { labels: Labels; value: number } {
    const lines = this.values.get(name) ?? new Map<string, { labels: Labels; value: number }>();
    this.values.set(name, lines);
    const own = declared(name, labels);
    const key = written(own);
    const entry = lines.get(key) ?? { labels: own, value: 0 };
    lines.set(key, entry);
    return entry;
  }
}

const declared = (name: MetricName, labels: Labels): Labels =>
  Object.fromEntries(
    definitionOf(name).labels.flatMap((label) => (label in labels ? [[label, labels[label] ?? '']] : [])),
  );

const linesOf = (name: MetricName, { labels, bounds, counts, sum, count }: Buckets, common: Labels): string[] => {
  const own = { ...common, ...labels };
  let below = 0;
  const buckets = bounds.map((bound, at) => {
    below += counts[at] ?? 0;
    return `${name}_bucket${written({ ...own, le: String(bound) })} ${below}`;
  });
  return [
    ...buckets,
    `${name}_bucket${written({ ...own, le: '+Inf' })} ${count}`,
    `${name}_sum${written(own)} ${sum}`,
    `${name}_count${written(own)} ${count}`,
  ];
};

/** The process's own. */
export const registry = new Registry();
