import type { Bus } from './bus';

export interface MessagingOptions {
  /** The service's name as event source, e.g. `booking`. */
  readonly source: string;
  /** Its schema; default {@link schemaOf} the source. */
  readonly schema?: string;
  /** `postgres` (default) or an adapter. */
  readonly bus?: 'postgres' | Bus;
  /** False: this process appends but another one relays. */
  readonly relay?: boolean;
  /** Kept with dead letters: which build failed. */
  readonly handlerVersion?: string;
}

/** Schema of a source's event log: its own name, with one exception. */
export const schemaOf = (source: string): string => (source === 'integration-gateway' ? 'gateway' : source);
