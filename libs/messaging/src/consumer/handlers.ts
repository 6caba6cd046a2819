import { catalogue } from '@throughcare/events/catalogue';
import { dataschemaOf, type EventEnvelope } from '@throughcare/events/define-event';
import type { HandlerKind } from './define-consumer';
import type { EventContext } from './on-event';

/** One registered handler method. */
export interface Handler {
  readonly consumer: string;
  readonly type: string;
  readonly kind: HandlerKind;
  readonly batch: boolean;
  /** Gets one event, or an array when `batch`. Rejects with the handler's own error. */
  handle(data: EventEnvelope | readonly EventEnvelope[], context: EventContext): Promise<void>;
}

const refuse = (reason: string): never => {
  throw new Error(`Event handlers cannot start: ${reason}`);
};

/** Checks the set as a whole, before anything runs. Throws with the reason. */
export const handlersByConsumer = (handlers: readonly Handler[]): Map<string, Map<string, Handler>> => {
  const consumers = new Map<string, Map<string, Handler>>();
  for (const handler of handlers) {
    const { consumer, type, kind, batch } = handler;
    if (!consumer) refuse(`${type} has a handler without a consumer name`);
    if (sourcesOf([type]).length === 0) refuse(`no contract knows ${type}`);
    if (kind === 'effect' && batch) refuse(`${consumer} handles ${type} as effect and in batches`);
    const types = consumers.get(consumer) ?? new Map<string, Handler>();
    if (types.has(type)) refuse(`${consumer} handles ${type} twice`);
    consumers.set(consumer, types.set(type, handler));
  }
  return consumers;
};

/** The services that publish these types. */
export const sourcesOf = (types: readonly string[]): string[] => [
  ...new Set(catalogue.filter(({ type }) => types.includes(type)).map(({ source }) => source)),
];

/** Contracts that handlers of these types can read: every version of a type that this build knows. */
export const contractsOf = (types: Iterable<string>): string[] => {
  const wanted = new Set(types);
  return catalogue
    .filter(({ type }) => wanted.has(type))
    .map(({ type, version }) => dataschemaOf(type, version))
    .sort();
};
