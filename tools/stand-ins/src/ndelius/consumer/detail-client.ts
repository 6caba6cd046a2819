import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

/** The detail could not be had: an error status, an unreadable body, or another content type. */
export class FetchFault extends Error {}
/** Nobody answered. */
export class NoAnswer extends Error {}

export interface DetailClientOptions {
  token: () => Promise<string>;
  /** Stretches or shortens all waits; 1 is as observed. */
  pace: number;
}

/** Waits before the three tries of one receive. */
const WAITS_MS = [0, 100, 400];
const CONNECT_MS = 1000;
const READ_MS = 5000;

const once = (url: string, token: string, pace: number): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip', 'user-agent': 'Jetty/12.0.16' };
    const request = send(url, { headers, agent: false });
    const fail = (why: string): void => void request.destroy(new NoAnswer(why));
    const connecting = setTimeout(() => fail('no connection'), CONNECT_MS * pace);
    request.once('socket', (socket) => socket.once('connect', () => clearTimeout(connecting)));
    request.setTimeout(READ_MS * pace, () => fail('no answer'));
    request.once('response', resolve);
    request.once('error', (error) => reject(error instanceof NoAnswer ? error : new NoAnswer(error.message)));
    request.once('close', () => clearTimeout(connecting));
    request.end();
  });

const bodyOf = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    return (response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
  } catch {
    throw new FetchFault('the body broke off');
  }
};

const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i;

const fetchOnce = async <T>(url: string, token: string, pace: number, read: (body: string) => T): Promise<T> => {
  const response = await once(url, token, pace);
  const body = await bodyOf(response);
  if (response.statusCode !== 200) throw new FetchFault(`status ${response.statusCode}`);
  if (!JSON_TYPE.test(response.headers['content-type'] ?? '')) throw new FetchFault('not JSON by its type');
  try {
    return read(body);
  } catch {
    throw new FetchFault('unreadable or incomplete');
  }
};

const thrice = async <T>(attempt: () => Promise<T>, again: (error: unknown) => boolean, pace: number): Promise<T> => {
  for (let n = 0; ; n++) {
    await wait(WAITS_MS[n]! * pace);
    try {
      return await attempt();
    } catch (error) {
      if (n === WAITS_MS.length - 1 || !again(error)) throw error;
    }
  }
};

/** Gets a detail as one receive does: 3 tries on any bad answer, and three times that when nobody answers. */
export const fetchDetail = <T>(
  { token, pace }: DetailClientOptions,
  url: string,
  read: (body: string) => T,
): Promise<T> => {
  const attempt = async (): Promise<T> => fetchOnce(url, await token(), pace, read);
  const unanswered = (error: unknown): boolean => error instanceof NoAnswer;
  const round = (): Promise<T> => thrice(attempt, unanswered, pace);
  return thrice(round, () => true, pace);
};
