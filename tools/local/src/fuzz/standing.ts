// Whether every consumer still goes on after what it was sent.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tokens } from '../api';

interface Consumer {
  readonly consumer: string;
  readonly paused: boolean;
  readonly lag: number | null;
  readonly stalled: boolean;
}

const PATIENCE_MS = 240_000;
/** On SNS a payload that is not there is looked for over 14 minutes before its event becomes a dead letter. */
const PATIENCE_ON_SNS_MS = 18 * 60_000;

/** Consumers that do not reach the end of what they were sent, as `service consumer`. Those an operator stopped are let go first. */
export const standingConsumers = async (
  services: readonly string[],
  token: Tokens,
  bus: 'kafka' | 'sns' | undefined,
): Promise<string[]> => {
  const asked = async (url: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${await token('CAST_20')}`, 'content-type': 'application/json' };
    return fetch(url, { ...init, headers }).catch(() => fetch(url, { ...init, headers }));
  };
  /** A service that does not answer may have ended and be starting again: the report names endings. */
  const absent: Consumer = { consumer: 'every consumer', paused: false, lag: null, stalled: true };
  const list = async (url: string) => {
    const response = await asked(`${url}/ops/consumers`).catch(() => undefined);
    return response?.ok ? ((await response.json()) as Consumer[]) : [absent];
  };
  const resume = (url: string, { consumer }: Consumer) =>
    asked(`${url}/ops/consumers/${consumer}/resume`, { method: 'POST', body: '{"reason":"after a run"}' });
  for (const url of services)
    await Promise.all((await list(url)).filter(({ paused }) => paused).map((one) => resume(url, one)));
  const behind = async () => {
    const lists = await Promise.all(services.map(async (url) => (await list(url)).map((one) => ({ url, ...one }))));
    return lists.flat().filter(({ lag, stalled }) => lag !== 0 || stalled);
  };
  const patience = bus === 'sns' ? PATIENCE_ON_SNS_MS : PATIENCE_MS;
  for (const end = performance.now() + patience; performance.now() < end; await sleep(1_000))
    if ((await behind()).length === 0) return [];
  return (await behind()).map(({ url, consumer, lag }) => `${url} ${consumer}: ${lag ?? 'unknown'} behind`);
};
