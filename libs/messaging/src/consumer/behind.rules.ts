import type { EventRecord } from '../publish/event-record';

type Versioned = Pick<EventRecord, 'source' | 'aggregateId' | 'version' | 'key'>;

const aggregateOf = ({ source, aggregateId }: Versioned): string => `${source}/${aggregateId}`;

/** Keys of the events among `open` that must not take effect before an earlier version of their aggregate that waits. */
export const keysBehind = (waiting: readonly Versioned[], open: readonly Versioned[]): ReadonlySet<string> => {
  const earliest = new Map<string, number>();
  for (const event of waiting) {
    const known = earliest.get(aggregateOf(event)) ?? Infinity;
    earliest.set(aggregateOf(event), Math.min(known, event.version));
  }
  const isBehind = (event: Versioned) => event.version > (earliest.get(aggregateOf(event)) ?? Infinity);
  return new Set(open.filter(isBehind).map(({ key }) => key));
};
