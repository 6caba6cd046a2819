// What may be typed behind the verbs of npm: asked for before anything is installed, built or started. Node 20, no dependencies.
import { parseArgs } from 'node:util';

/**
 * Help and rule in one. `[--name]` is a switch, `[--name 5]` a whole number and what it is without, `[--name X]` a text, `a|b` one of
 * these, `…` that several may be said.
 */
export const VERBS = {
  start: {
    does: 'the whole system on this machine',
    takes: '[--once] [--replace] [--free-ports]',
    more:
      '--once ends as soon as everything is ready, --replace stops a system that is up, --free-ports takes any ports that are free.\n' +
      'To choose ports yourself: CONTRIBUTING.md.',
  },
  journey: { does: 'with the system up: one person from referral to departure', takes: '[--json]' },
  bench: {
    does: 'measurements',
    takes:
      '[pipeline|peers|relay|replay|consumer|idle|bus|publishing|scaling|accommodation|all] [--scale 1|10|40] [--rounds 3] [--seconds 10] [--rows 1000000] ' +
      '[--bus postgres|kafka|sns] [--no-faults] [--emulator] [--json]',
  },
  stress: { does: 'order and loss under kills and rollbacks', takes: '[--runs 5] [--seconds 5] [--json]' },
  fuzz: {
    does: 'hostile requests against a system of its own',
    takes: '[--requests 2000] [--seed 1] [--bus postgres|kafka|sns] [--json]',
  },
  'broker-loss': {
    does: 'Kafka brokers that go and come',
    takes: '[--runs 1] [--how stop|kill] [--events 20000] [--without-check] [--json]',
  },
  brokers: {
    does: 'real brokers until Ctrl-C; --prepare only downloads them',
    takes: 'kafka|kafka3|localstack|emulator… [--prepare] [--control] [--json]',
  },
  structure: {
    does: 'how rooms of a workspace import each other, or every count with a bar',
    takes: '[--counts] [--json] [--closure FILE]',
  },
  openapi: { does: 'writes docs/openapi from the routes of the services', takes: '[--check]' },
  check: { does: 'everything CI does; what else is said goes to Jest', takes: '[--help]', others: true },
  test: { does: 'every check and every test; what is said goes to Jest', takes: '[--help]', others: true },
  events: {
    does: 'writes schemas, AsyncAPI, topics, queues, what consumers read and the event table; --check only compares',
    takes: '[--check]',
  },
};

const whole = (text) => /^[1-9]\d*$/.test(text);

/** One piece of `takes`, read. */
const pieceOf = (text) => {
  const [, name, value] = /^\[?(?:--([\w-]+) ?)?(.*?)…?\]?$/.exec(text);
  const choices = value.includes('|') ? value.split('|') : undefined;
  return { name, value, choices, isRequired: !text.startsWith('['), isMany: text.includes('…') };
};

const piecesOf = (takes) => (takes.match(/\[[^\]]+\]|[^\s[\]]+/g) ?? []).map(pieceOf);

const wrongWith = ({ name, value, choices }, said) => {
  const what = name === undefined ? said : `--${name} ${said}`;
  if (choices && !choices.includes(said)) return `${what}: say ${choices.join(', ')}.`;
  return whole(value) && !whole(said) ? `${what}: that is not a whole number above 0.` : undefined;
};

/** A sentence on what cannot be, or nothing. */
const problemWith = (takes, args) => {
  const pieces = piecesOf(takes);
  const named = pieces.filter(({ name }) => name !== undefined);
  const [place] = pieces.filter(({ name }) => name === undefined);
  const options = Object.fromEntries(named.map(({ name, value }) => [name, { type: value ? 'string' : 'boolean' }]));
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: place !== undefined });
    if (place?.isRequired && positionals.length === 0) return `Say which: ${place.choices.join(', ')}.`;
    if (positionals.length > 1 && !place.isMany) return `One at a time: ${positionals.join(', ')}.`;
    const wrong = positionals.map((said) => wrongWith(place, said));
    for (const piece of named.filter(({ value }) => value)) {
      const said = values[piece.name];
      if (said !== undefined) wrong.push(wrongWith(piece, said));
    }
    return wrong.find(Boolean);
  } catch (error) {
    if (String(error.code).startsWith('ERR_PARSE_ARGS')) return error.message;
    throw error;
  }
};

const helpOf = (verb) => {
  const { does, takes, more } = VERBS[verb];
  const call = { start: 'npm start', test: 'npm test' }[verb] ?? `npm run ${verb}`;
  return `${call}: ${does}\nUsage: ${call}${takes && ` -- ${takes}`}${more ? `\n${more}` : ''}`;
};

/** Lets through what the verb takes. `--help` prints it and ends with 0; anything else that it does not take ends with 2. */
export const checked = (verb, args) => {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(helpOf(verb));
    process.exit(0);
  }
  const problem = VERBS[verb].others ? undefined : problemWith(VERBS[verb].takes, args);
  if (!problem) return args;
  console.error(`${problem}\n${helpOf(verb)}`);
  process.exit(2);
};
