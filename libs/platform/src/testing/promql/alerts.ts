import { Evaluator } from './evaluate';
import { identity, Scrapes, type Labels, type Target } from './scrapes';
import { duration, parsePromql, type Expression } from './syntax';

/** A rule as it stands in `infra/alerts`. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
}

const STEP_MS = 15_000;

/**
 * Prometheus as far as an alert needs it: scrapes every 15 s of its own time and evaluates each time. The texts are what `/metrics`
 * answers; only the time between them is made up.
 */
export class AlertWatch {
  private readonly scrapes = new Scrapes();
  private readonly evaluator = new Evaluator(this.scrapes);
  private readonly rules = new Map<string, { expression: Expression; forMs: number; since: Map<string, number> }>();
  private now = Date.now();

  constructor(
    rules: readonly AlertRule[],
    private readonly targets: readonly (Target & { readonly url: () => string })[],
  ) {
    for (const rule of rules)
      this.rules.set(rule.alert, {
        expression: parsePromql(rule.expr),
        forMs: duration(rule.for),
        since: new Map(),
      });
  }

  /** Time passes; every target goes on answering as it does at this moment. */
  async pass(time: string): Promise<void> {
    const texts = await Promise.all(this.targets.map(async (target) => [target, await textOf(target.url())] as const));
    for (const end = this.now + duration(time); this.now < end;) {
      this.now += STEP_MS;
      for (const [target, text] of texts) this.scrapes.add(target, this.now, text);
      this.evaluate();
    }
  }

  /** Labels of what rings now. */
  firing(alert: string): Labels[] {
    const rule = this.ruleOf(alert);
    return this.evaluator
      .vector(rule.expression, this.now)
      .filter(({ labels }) => this.now - (rule.since.get(identity(labels)) ?? this.now) >= rule.forMs)
      .map(({ labels }) => labels);
  }

  private ruleOf(alert: string) {
    const rule = this.rules.get(alert);
    if (!rule) throw new Error(`No rule is called ${alert}`);
    return rule;
  }

  private evaluate(): void {
    for (const { expression, since } of this.rules.values()) {
      const holding = new Set(this.evaluator.vector(expression, this.now).map(({ labels }) => identity(labels)));
      for (const key of since.keys()) if (!holding.has(key)) since.delete(key);
      for (const key of holding) if (!since.has(key)) since.set(key, this.now);
    }
  }
}

const textOf = async (url: string): Promise<string | undefined> => {
  const response = await fetch(`${url}/metrics`).catch(() => undefined);
  return response?.ok ? response.text() : undefined;
};
