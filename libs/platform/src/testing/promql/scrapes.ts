export type Labels = Readonly<Record<string, string>>;

export interface Point {
  readonly at: number;
  /** Undefined from the scrape on in which the series was no longer there. */
  readonly value: number | undefined;
}

export interface Series {
  readonly name: string;
  readonly labels: Labels;
  readonly points: Point[];
}

/** What Prometheus knows of the place it scrapes. */
export interface Target {
  readonly service: string;
  readonly instance: string;
}

/** Longer than any window of our rules. */
const KEPT_MS = 2 * 3_600_000;
const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const meant = (text: string) => text.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));

/** The samples of an exposition text. */
export const samplesOf = (text: string): { name: string; labels: Labels; value: number }[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value = ''] = LINE.exec(line) ?? [];
      if (name === '') throw new Error(`Not a line of the exposition format: ${line}`);
      return {
        name,
        labels: Object.fromEntries([...labels.matchAll(LABEL)].map(([, label = '', v = '']) => [label, meant(v)])),
        value: Number(value),
      };
    });

export const identity = (labels: Labels, names = Object.keys(labels)): string =>
  JSON.stringify([...names].sort().map((name) => [name, labels[name] ?? '']));

/** Series as Prometheus stores them: one per name and labels, ended in the first scrape of their target that lacks them. */
export class Scrapes {
  private readonly series = new Map<string, Series>();
  private readonly byName = new Map<string, Series[]>();
  private readonly ofTarget = new Map<string, Set<string>>();

  /** One scrape; undefined for a target that did not answer. */
  add(target: Target, at: number, text: string | undefined): void {
    const own = { job: 'throughcare', instance: target.instance };
    const present = new Set<string>();
    const put = (name: string, labels: Labels, value: number) => {
      const key = `${name} ${identity(labels)}`;
      const series = this.series.get(key) ?? this.begin(key, { name, labels, points: [] });
      if (series.points.at(-1)?.at === at) throw new Error(`${key} stands twice in one scrape`);
      if ((series.points[0]?.at ?? at) < at - KEPT_MS) series.points.shift();
      series.points.push({ at, value });
      present.add(key);
    };
    put('up', { ...own, service: target.service }, text === undefined ? 0 : 1);
    for (const { name, labels, value } of samplesOf(text ?? '')) put(name, { ...labels, ...own }, value);
    for (const gone of this.ofTarget.get(target.instance) ?? [])
      if (!present.has(gone)) this.series.get(gone)?.points.push({ at, value: undefined });
    this.ofTarget.set(target.instance, present);
  }

  /** The target is no longer known: its series end. */
  forget(target: Target, at: number): void {
    for (const gone of this.ofTarget.get(target.instance) ?? [])
      this.series.get(gone)?.points.push({ at, value: undefined });
    this.ofTarget.delete(target.instance);
  }

  named(name: string): Series[] {
    return this.byName.get(name) ?? [];
  }

  private begin(key: string, series: Series): Series {
    this.series.set(key, series);
    this.byName.set(series.name, [...this.named(series.name), series]);
    return series;
  }
}
