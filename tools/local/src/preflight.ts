// Everything that can be known to go wrong before anything is started, with the way to mend it.
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { refuseEarlier } from './processes/earlier';
import { CONTROL_OFFSET, PORTS, type Part, type Settings, type StandInName } from './settings';
import { Trouble, troubleOf } from './trouble';

/** Raised when what is kept below the data folder changes so that older data cannot be used. */
const FORMAT = 1;
const ENOUGH_BYTES = 300 * 1024 ** 2;

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });

const partsToStart = ({ ports, standIns, postgresUrl }: Settings) =>
  (Object.keys(ports) as Part[]).filter((part) => {
    if (part === 'postgres') return !postgresUrl;
    const isStandIn = ['auth', 'ndelius', 'prison-api', 'messaging'].includes(part);
    return !isStandIn || standIns.includes(part as StandInName);
  });

/** Every port that is taken, with who wants it and the variable that changes it. */
const takenPorts = async (settings: Settings) => {
  const taken: string[] = [];
  for (const part of partsToStart(settings)) {
    const [variable] = PORTS[part];
    const port = settings.ports[part];
    if (!(await isFree(port))) taken.push(`${port} (${part}; ${variable})`);
    const isStandIn = settings.standIns.includes(part as StandInName);
    if (isStandIn && !(await isFree(port + CONTROL_OFFSET))) {
      taken.push(`${port + CONTROL_OFFSET} (control of ${part}; ${variable} + ${CONTROL_OFFSET})`);
    }
  }
  return taken;
};

const checkFolder = (folder: string) => {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < ENOUGH_BYTES) throw Object.assign(new Error('almost full'), { code: 'ENOSPC' });
  } catch (error) {
    throw troubleOf(error, folder) ?? error;
  }
};

/** What a JSON file of ours says; nothing when a crash or an editor left something else in it. */
const readJson = <T extends object>(file: string): Partial<T> => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<T>;
  } catch {
    return {};
  }
};

const checkFormat = (folder: string) => {
  const file = join(folder, 'format.json');
  if (!existsSync(file)) return writeFileSync(file, JSON.stringify({ format: FORMAT }));
  const { format } = readJson<{ format: number }>(file);
  if (format === FORMAT) return;
  throw new Trouble(
    format === undefined
      ? `${file} cannot be read, so nobody knows which version of Throughcare the data beside it are of.`
      : `${folder} holds data of another version of Throughcare (format ${format}; this one uses ${FORMAT}).`,
    `Move the folder away to start afresh (\`mv ${folder} ${folder}-old\`); the local data are synthetic.`,
  );
};

/** Throws `Trouble` for the first thing that would keep the system from starting. */
export const preflight = async (settings: Settings): Promise<void> => {
  checkFolder(settings.dataDir);
  refuseEarlier(settings.dataDir);
  checkFormat(settings.dataDir);
  const taken = await takenPorts(settings);
  if (taken.length === 0) return;
  throw new Trouble(
    `${taken.length === 1 ? 'A port is' : 'Ports are'} taken: ${taken.join(', ')}.`,
    'Stop what listens there, or choose another port by the variable, e.g. `EDGE_PORT=18080 npm start`.',
  );
};

/** Below the ports that Linux gives to connections of its own accord (from 32768 on), any of which may be in use a moment later. */
const LOWEST = 20_000;
const RANGES = 60;
/** Twelve parts, and the port that marks the block as somebody's; six blocks before the control ports begin. */
const BLOCK = 16;
const BLOCKS_IN_A_RANGE = Math.floor(CONTROL_OFFSET / BLOCK);

/** Takes a block for as long as this process lives: another may look at the same ports before anything listens there. */
const reserve = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer().unref();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(true));
  });

/** Ports for a system beside others: all of them free at this moment, those of stand-ins with their control ports, and nobody else's who asks here. */
export const freePorts = async (): Promise<Settings['ports']> => {
  const parts = Object.keys(PORTS) as Part[];
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const block = Math.floor(Math.random() * RANGES * BLOCKS_IN_A_RANGE);
    const range = Math.floor(block / BLOCKS_IN_A_RANGE);
    const base = LOWEST + 2 * CONTROL_OFFSET * range + BLOCK * (block % BLOCKS_IN_A_RANGE);
    const wanted = parts.flatMap((_, index) => [base + index, base + index + CONTROL_OFFSET]);
    const free = await Promise.all(wanted.map(isFree));
    if (free.every(Boolean) && (await reserve(base + BLOCK - 1)))
      return Object.fromEntries(parts.map((part, index) => [part, base + index])) as Settings['ports'];
  }
  throw new Trouble('No free ports between 20000 and 32000.', 'Stop some servers and try again.');
};
