// nDelius of any number of synthetic people, in a process of its own so that the one that measures has nothing else to do.
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newHttpServer } from '@throughcare/platform/http-listener';
import { isLimited, numberOf, summaryOf } from './people';

/** Who signs in: the same accounts that `npm start` gives roles to. All of London. */
const staffOf = (username: string) => ({
  name: { forename: 'Staffan', surname: username },
  code: `N07S0${username.slice(-2)}`,
  active: true,
  probationArea: { code: 'N07' },
  teams: [{ borough: { code: 'N07CROY' }, startDate: '2022-01-05' }],
});

const bodyOf = async (request: IncomingMessage): Promise<string[]> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString()) as string[];
};

const access = (crn: string) => ({ crn, userExcluded: isLimited(numberOf(crn) ?? 0), userRestricted: false });

const answer = async (request: IncomingMessage): Promise<object | undefined> => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/probation-cases/summaries') {
    const numbers = (await bodyOf(request)).map(numberOf);
    return { cases: numbers.flatMap((n) => (n === undefined ? [] : [summaryOf(n)])) };
  }
  if (pathname === '/users/access') return { access: (await bodyOf(request)).map(access) };
  const username = /^\/staff\/(\w+)$/.exec(pathname)?.[1];
  return username === undefined ? undefined : staffOf(username);
};

const server = newHttpServer(async (request, response) => {
  const found = await answer(request);
  response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(found ?? { status: 404 }));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit(0));
