import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { METRICS, type MetricDefinition } from '@throughcare/base/metric-catalogue';
import { parse } from 'yaml';
import { root } from './settings';

const infra = (...path: string[]) => join(root, 'infra', ...path);
const files = (folder: string, ending: string) => readdirSync(infra(folder)).filter((name) => name.endsWith(ending));
const text = (...path: string[]) => readFileSync(infra(...path), 'utf8');

/** Prometheus' own; everything else must be in the catalogue of metrics. */
const FOREIGN = new Set(['up']);
const metrics: Readonly<Record<string, MetricDefinition>> = METRICS;

/** Names that an expression asks for but the code does not have; a histogram answers to three names. */
const unknownMetrics = (expression: string): string[] => {
  const named = expression.match(/\b(?:throughcare_\w+|up(?=\{))/g) ?? [];
  return named.filter((name) => {
    const base = name.replace(/_(bucket|sum|count)$/, '');
    return !FOREIGN.has(name) && !(name in metrics) && metrics[base]?.kind !== 'histogram';
  });
};

/** Labels in `{…}` and `by (…)` that no metric of the expression declares. */
const unknownLabels = (expression: string): string[] => {
  const allowed = new Set([
    'service',
    'le',
    'job',
    'instance',
    ...Object.values(metrics).flatMap(({ labels }) => labels),
  ]);
  const inBraces = [...expression.matchAll(/\{([^}]*)\}/g)].flatMap(([, inner = '']) =>
    [...inner.matchAll(/(\w+)\s*(?:=~|!=|!~|=)/g)].map(([, name = '']) => name),
  );
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, inner = '']) => inner.split(/,\s*/));
  return [...inBraces, ...grouped].filter((name) => !allowed.has(name));
};

const problemsOf = (expression: string) => [...unknownMetrics(expression), ...unknownLabels(expression)];

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}
interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
}
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

/** Counters that exist as 0 before the first event: the tests below see each on `/metrics`. */
const BEGIN_AT_0 = [
  ...['retries', 'version_inversions', 'offset_gaps', 'watchdog_trips', 'http_answers', 'upstream_calls'].map(
    (name) => `throughcare_${name}_total`,
  ),
];
/** Where every alert has rung. */
const ALERT_TESTS = [
  'libs/platform/src/metrics/alerts.api.test.ts',
  'libs/platform/src/metrics/process-alerts.api.test.ts',
  'services/integration-gateway/src/operations/alerts.api.test.ts',
];

const rules = () =>
  (parse(text('alerts', 'throughcare.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);

it('tells a metric and a label that do not exist', () => {
  expect(problemsOf('rate(throughcare_nonsense_total{service="x"}[5m])')).toEqual(['throughcare_nonsense_total']);
  expect(problemsOf('throughcare_outbox_events_bucket')).toEqual(['throughcare_outbox_events_bucket']);
  expect(problemsOf('sum by (crn) (throughcare_dead_letters{person="x"})')).toEqual(['person', 'crn']);
  expect(problemsOf('throughcare_end_to_end_seconds_bucket{le="10"}')).toEqual([]);
});

describe('dashboards', () => {
  it.each(files('dashboards', '.json'))('%s asks for what the code has', (name) => {
    const { uid, panels } = JSON.parse(text('dashboards', name)) as Dashboard;
    expect(uid).toBe(`throughcare-${name.replace('.json', '')}`);
    expect(panels.length).toBeGreaterThan(3);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { title, targets } of panels)
      expect([title, targets.flatMap(({ expr }) => problemsOf(expr))]).toEqual([title, []]);
  });

  it('show every metric somewhere', () => {
    const all = files('dashboards', '.json').map((name) => text('dashboards', name));
    const shown = Object.keys(metrics).filter((name) => all.some((board) => board.includes(name)));
    expect(shown).toEqual(Object.keys(metrics));
  });
});

describe('alerts', () => {
  it.each(rules().map((rule) => [rule.alert, rule] as const))('%s asks for what the code has', (_, rule) => {
    expect(problemsOf(rule.expr)).toEqual([]);
    expect(rule.for).toMatch(/^\d+[mh]$/);
    expect(rule.labels.severity).toMatch(/^(page|ticket)$/);
    expect(rule.annotations.summary).toBeTruthy();
    expect(rule.annotations.runbook).toBe(`infra/runbooks/${rule.alert}.md`);
  });

  it('F-071: ask for the increase of counters only that exist as 0 from the start', () => {
    const counted = rules().flatMap(({ expr }) => expr.match(/throughcare_\w+_total/g) ?? []);
    expect([...new Set(counted)].filter((name) => metrics[name]?.labels.includes('code'))).toEqual([]);
    for (const name of new Set(counted)) expect(BEGIN_AT_0).toContain(name);
  });

  it('F-071: have each been seen to ring: a test makes the fault happen', () => {
    const seen = ALERT_TESTS.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
    expect(
      rules()
        .filter(({ alert }) => !seen.includes(`'${alert}'`))
        .map(({ alert }) => alert),
    ).toEqual([]);
  });

  const promtool = process.env['PROMTOOL'];
  const whereItIs = promtool === undefined ? () => undefined : it;
  whereItIs('F-086: are read by Prometheus as they are read here', () => {
    const said = execFileSync(promtool ?? '', ['check', 'rules', infra('alerts', 'throughcare.yaml')], {
      encoding: 'utf8',
    });
    expect(said).toContain(`SUCCESS: ${rules().length} rules found`);
  });

  it('each have a runbook, and every runbook has an alert', () => {
    const named = rules().map(({ alert }) => `${alert}.md`);
    expect(files('runbooks', '.md').sort()).toEqual([...named].sort());
  });
});

describe('runbooks', () => {
  it.each(rules().map((rule) => [rule.alert, rule] as const))('%s quotes the rule that rings', (alert, rule) => {
    const who = rule.labels.severity === 'page' ? 'An operator is called.' : 'In working hours.';
    expect(text('runbooks', `${alert}.md`).split('\n')[2]).toBe(`${who} Rule: \`${rule.expr}\` for ${rule.for}.`);
  });

  const commandsOf = (name: string) =>
    [...text('runbooks', name).matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));

  it('F-078: of what is told to nDelius say how success looks there', () => {
    for (const name of files('runbooks', '.md').filter((each) => each.startsWith('ThroughcareSync')))
      expect([name, text('runbooks', name).split('## Afterwards')[1]]).toEqual([
        name,
        expect.stringContaining('(../../docs/operations.md#how-success-looks-in-ndelius)'),
      ]);
    const page =
      readFileSync(join(root, 'docs/operations.md'), 'utf8').split('### How success looks in nDelius')[1] ?? '';
    const taken = readFileSync(join(root, 'tools/stand-ins/src/ndelius/consumer/contact.rules.ts'), 'utf8');
    const contacts = [...new Set(taken.match(/'EA[A-Z]{2}'/g))].map((quoted) => quoted.replaceAll("'", ''));
    expect(contacts).toHaveLength(6);
    expect(contacts.filter((type) => !page.includes(`\`${type}\``))).toEqual([]);
  });

  /** What the operations CLI says about itself, verb by verb. */
  const helpOf = async (verbs: readonly string[]): Promise<string> => {
    const load = createRequire(__filename);
    const { run } = load(join(root, 'tools/ops/src/cli')) as {
      run(args: readonly string[], runtime: unknown): Promise<number>;
    };
    let said = '';
    const sink = { write: (chunk: string) => (said += chunk).length > 0 };
    await run([...verbs, '--help'], { stdout: sink, stderr: sink, env: {} });
    return said;
  };

  it('would show a verb or an option that does not exist', async () => {
    expect(await helpOf(['consumers', 'nonsense'])).not.toContain('throughcare consumers nonsense');
    expect(await helpOf(['dlq', 'list'])).not.toContain('--nonsense');
  });

  it.each(files('runbooks', '.md'))('%s has sections, commands, and no option that the CLI lacks', async (name) => {
    for (const heading of ['## What it means', '## Look', '## Mend', '## Afterwards'])
      expect(text('runbooks', name)).toContain(heading);
    const commands = commandsOf(name).filter((line) => line.startsWith('throughcare '));
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      const words = command
        .replace(/"[^"]*"/g, 'x')
        .split(' ')
        .slice(1);
      const end = words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
      const verbs = words.slice(0, end < 0 ? undefined : end);
      const help = await helpOf(verbs);
      expect([command, help]).toEqual([command, expect.stringContaining(`throughcare ${verbs.join(' ')}`)]);
      for (const option of words.filter((word) => word.startsWith('--')))
        expect([command, option, help.includes(option)]).toEqual([command, option, true]);
    }
  });
});
