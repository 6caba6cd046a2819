import type { ClientConfig } from 'pg';
import { DedicatedConnection } from './connection';

/** Wakes readers of a source's event log in other processes. */
export const logChannel = (schema: string): string => `throughcare_log_${schema}`;
/** Wakes the relays of a service in its other processes. */
export const outboxChannel = (schema: string): string => `throughcare_outbox_${schema}`;

/** Shorter than any gap between turns of a relay that is the only one; it bounds what several cause together. */
const COALESCE_MS = 3;

/**
 * LISTEN and NOTIFY on one connection of its own, outside every transaction. A hint only: every reader also polls.
 * Notifications have no payload and are sent at most once in 3 ms per channel.
 */
export class Signals {
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly windows = new Map<string, { readonly timer: NodeJS.Timeout; owed: boolean }>();
  private readonly connection: DedicatedConnection;

  constructor(config: ClientConfig) {
    this.connection = new DedicatedConnection({
      config,
      name: 'throughcare signals',
      onUp: async (query) => {
        for (const channel of this.listeners.keys()) await query(`listen ${channel}`);
        // What was notified while we were away is gone: everyone looks once, after the LISTEN.
        setImmediate(() => this.fireAll());
      },
      onNotification: (channel) => this.fire(channel),
    });
  }

  start(): void {
    this.connection.start();
  }

  /** Calls back on every notification and after each reconnection. Returns how to stop. */
  listen(channel: string, listener: () => void): () => void {
    const known = this.listeners.get(channel);
    const listeners = known ?? new Set();
    listeners.add(listener);
    this.listeners.set(channel, listeners);
    if (!known) this.connection.query(`listen ${channel}`).catch(() => this.connection.start());
    return () => listeners.delete(listener);
  }

  /** The first goes out at once, further ones together at the end of the 3 ms. */
  notify(channel: string): void {
    const window = this.windows.get(channel);
    if (window) {
      window.owed = true;
      return;
    }
    this.send(channel);
    const timer = setTimeout(() => {
      const owed = this.windows.get(channel)?.owed;
      this.windows.delete(channel);
      if (owed) this.notify(channel);
    }, COALESCE_MS);
    this.windows.set(channel, { timer, owed: false });
  }

  async close(): Promise<void> {
    for (const { timer } of this.windows.values()) clearTimeout(timer);
    await this.connection.close();
  }

  private send(channel: string): void {
    this.connection.query(`notify ${channel}`).catch(() => undefined);
  }

  private fire(channel: string): void {
    for (const listener of this.listeners.get(channel) ?? []) listener();
  }

  private fireAll(): void {
    for (const channel of this.listeners.keys()) this.fire(channel);
  }
}
