// Nobody who asks what a verb does, or mistypes an option, starts anything.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './settings';

jest.setTimeout(120_000);

const npm = ['journey', 'bench', 'stress', 'fuzz', 'broker-loss', 'structure'];
const callOf = (verb: string): string[] => {
  if (npm.includes(verb)) return ['tools/local/run.mjs', verb];
  return [verb === 'brokers' ? 'tools/brokers/main.mjs' : `tools/local/${verb}.mjs`];
};
const say = (verb: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...callOf(verb), ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, stdout, stderr };
};
const usage = (verb: string) => expect.stringMatching(new RegExp(`Usage: npm (run )?${verb}`)) as unknown;
const STRICT = [...npm, 'start', 'brokers', 'events'];

describe('the verbs of npm', () => {
  it.each([...STRICT, 'check', 'test'])('%s --help says what it takes and does nothing', (verb) => {
    expect(say(verb, '--help')).toEqual({ status: 0, stdout: usage(verb), stderr: '' });
  });

  it.each(STRICT)('%s refuses an option that it does not know, and does nothing', (verb) => {
    const { status, stdout, stderr } = say(verb, '--nonsense');
    expect([status, stdout, stderr]).toEqual([2, '', usage(verb)]);
    expect(stderr).toContain("'--nonsense'");
  });

  it('offer every measurement that there is', () => {
    const source = readFileSync(join(root, 'tools/bench/src/main.ts'), 'utf8');
    const [, body = ''] = /const benches[^{]*\{\n([\s\S]*?)\n\};/.exec(source) ?? [];
    const measurements = [...body.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name);
    const [, offered = ''] = /\[([\w|]+)\|all\]/.exec(say('bench', '--help').stdout) ?? [];
    expect(offered.split('|').sort()).toEqual(measurements.sort());
    expect(measurements).toContain('publishing');
  });

  it.each([
    ['stress', ['--runs', 'many'], '--runs many: that is not a whole number above 0.'],
    ['stress', ['--runs', '0'], '--runs 0: that is not a whole number above 0.'],
    ['stress', ['--runs'], "'--runs"],
    ['stress', ['twice'], "'twice'"],
    ['broker-loss', ['--how', 'ask'], '--how ask: say stop, kill.'],
    ['bench', ['pipline'], 'pipline: say pipeline, peers,'],
    ['bench', ['relay', 'replay'], 'One at a time: relay, replay.'],
    ['brokers', [], 'Say which: kafka, kafka3, localstack, emulator.'],
    ['brokers', ['kafka', 'rabbit'], 'rabbit: say kafka,'],
  ])('%s %j is refused, and why', (verb, args, words) => {
    const { status, stderr } = say(verb, ...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(words)]);
  });
});

describe('what the verbs say they take', () => {
  const sources = {
    start: 'tools/local/src/start.ts',
    journey: 'tools/local/src/journey.ts',
    fuzz: 'tools/local/src/fuzz.ts',
    bench: 'tools/bench/src/main.ts',
    stress: 'libs/messaging/proof/stress/main.ts',
    'broker-loss': 'libs/messaging/proof/broker-loss/broker-loss-cli.ts',
    brokers: 'tools/brokers/main.mjs',
    structure: 'tools/local/src/structure/structure-cli.ts',
  };
  /** Options as the programs read them: by `parseArgs`, or out of the list. */
  const readBy = (file: string): string[] => {
    const text = readFileSync(join(root, file), 'utf8');
    const found = [
      ...text.matchAll(/'?([\w-]+)'?: (?:\{ type: '(?:string|boolean)'|string\()/g),
      ...text.matchAll(/includes\('--([\w-]+)'\)/g),
    ].map(([, name = '']) => (name === 'faults' ? 'no-faults' : name));
    return [...new Set(found)].sort();
  };

  it.each(Object.entries(sources))('%s is what it reads', (verb, file) => {
    const { stdout } = say(verb, '--help');
    const told = [...stdout.matchAll(/\[--([\w-]+)/g)].map(([, name = '']) => name);
    expect(told.sort()).toEqual(readBy(file));
  });
});
