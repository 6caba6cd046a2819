// What `npm start` prints when everything runs: where things are, who one can be, what to try.
import { relative } from 'node:path';
import { CONTROL_OFFSET, CONTROL_TOKEN, STAND_INS, root } from './settings';
import type { System } from './system';
import { awsAddress, authAddresses } from './wiring';

const about: Record<string, string> = {
  referral: 'referrals: draft, submit, withdraw',
  assessment: 'allocate, decide, timeline',
  booking: 'premises, bedspaces, search, bookings',
  passport: 'pathways to resettlement',
  'integration-gateway': 'HMPPS messages in and out, people, staff',
  staff: 'pages for staff: the operations console',
  auth: 'stand-in of HMPPS Auth',
  ndelius: 'stand-in of nDelius',
  'prison-api': 'stand-in of the prison API',
  messaging: 'SNS and SQS',
  postgres: 'embedded PostgreSQL',
};

const row = (cells: readonly string[]) =>
  `  ${cells[0]?.padEnd(20)} ${cells[1]?.padEnd(24)} ${cells[2]?.padEnd(8)} ${cells[3]}`;

const table = (system: System) => [
  row(['what', 'where', 'process', '']),
  row(['edge', system.edge, String(process.pid), 'all services by path; /health']),
  ...system.status().map(({ name, url, pid, directory }) => {
    const elsewhere = directory && !directory.startsWith(system.settings.dataDir) ? `; its data: ${directory}` : '';
    const where = name === 'postgres' ? new URL(url).host : url;
    return row([name, where, String(pid ?? ''), `${about[name] ?? ''}${elsewhere}`]);
  }),
];

const outside = ({ settings }: System) => {
  const addresses: Record<string, string | undefined> = {
    ...awsAddress(settings),
    ...authAddresses(settings),
    ...settings.env,
  };
  const shown = {
    auth: 'AUTH_ISSUER',
    ndelius: 'NDELIUS_URL',
    'prison-api': 'PRISON_API_URL',
    messaging: 'AWS_ENDPOINT_URL',
  };
  return STAND_INS.filter((name) => !settings.standIns.includes(name)).map((name) =>
    row([name, addresses[shown[name]] ?? 'AWS', '', 'from the environment; no stand-in']),
  );
};

const tokenCommand = ({ settings }: System) =>
  settings.standIns.includes('auth')
    ? [
        `  TOKEN=$(curl -s http://127.0.0.1:${settings.ports.auth + CONTROL_OFFSET}/__control/tokens -H 'x-control-token: ${CONTROL_TOKEN}' \\`,
        `    -H 'content-type: application/json' -d '{"username":"CAST_02"}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
      ]
    : ['  TOKEN=…   a token of the issuer that you gave'];

const console_ = ({ settings }: System) => [
  `  http://127.0.0.1:${settings.ports.staff}/operations   the operations console, in a browser`,
  ...(settings.standIns.includes('auth') ? ['    sign in as CAST_20 (looks and changes) or CAST_21 (looks only)'] : []),
];

/** The journey signs people in and looks into nDelius and queues: it needs every stand-in. */
const journey = ({ settings }: System) =>
  STAND_INS.every((name) => settings.standIns.includes(name))
    ? ['  npm run journey                 one person from referral to departure, hop by hop']
    : [];

const users = ({ settings }: System) =>
  settings.standIns.includes('auth')
    ? [
        '  Users: CAST_01 refers, CAST_02 assesses, CAST_04 administers (London); CAST_05 assesses (Yorkshire & The Humber); CAST_09 resettles.',
      ]
    : ['  Users and what they need: docs/your-own-neighbours.md'];

const folder = (system: System) => relative(root, system.settings.dataDir) || system.settings.dataDir;

/** The closing words of a start that went well. */
export const welcome = (system: System, region: string, ms: number): string =>
  [
    '',
    ...table(system),
    ...outside(system),
    '',
    `Ready in ${(ms / 1000).toFixed(1)} s. ${region}`,
    '',
    'Try, in another terminal:',
    ...journey(system),
    ...tokenCommand(system),
    `  curl -s ${system.edge}/profile/v2 -H "authorization: Bearer $TOKEN"`,
    `  curl -s "${system.edge}/cas3/v2/premises/search?premisesStatus=online" -H "authorization: Bearer $TOKEN"`,
    ...console_(system),
    ...users(system),
    '',
    `Data and logs: ${folder(system)} (remove the folder to start afresh). Ctrl-C stops everything.`,
  ].join('\n');
