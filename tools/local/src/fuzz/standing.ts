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

/** Consumers that do not reach the end of what they were sent, as `service consumer`. Those an operator stopped are let go first. */
export const standingConsumers = async (services: readonly string[], token: Tokens): Promise<string[]> => {
  const asked = async (url: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${await token('CAST_20')}`, 'content-type': 'application/json' };
    return fetch(url, { ...init, headers }).catch(() => fetch(url, { ...init, headers }));
  };
  const list = async (url: string) => (await (await asked(`${url}/ops/consumers`)).json()) as Consumer[];
  const resume = (url: string, { consumer }: Consumer) =>
    asked(`${url}/ops/consumers/${consumer}/resume`, { method: 'POST', body: '{"reason":"after a run"}' });
  for (const url of services)
    await Promise.all((await list(url)).filter(({ paused }) => paused).map((one) => resume(url, one)));
  const behind = async () => {
    const lists = await Promise.all(services.map(async (url) => (await list(url)).map((one) => ({ url, ...one }))));
    return lists.flat().filter(({ lag, stalled }) => lag !== 0 || stalled);
  };
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(1_000))
    if ((await behind()).length === 0) return [];
  return (await behind()).map(({ url, consumer, lag }) => `${url} ${consumer}: ${lag ?? 'unknown'} behind`);
};
