import type { EventDefinition } from '@throughcare/events/define-event';
import { idBeside } from '@throughcare/events/ids';
import { londonDate } from '@throughcare/base/calendar';
import type { PublicEvent } from './public-event.rules';

/** A public type that goes, and how it is made from the event that takes its place. */
export interface Predecessor {
  /** As the catalogue has it, with its last day. */
  readonly gone: EventDefinition;
  /** Type of the event that takes its place: what services publish from now on. */
  readonly successor: string;
  /** Data of the old contract. */
  readonly dataOf: (event: PublicEvent) => unknown;
}

/** Types that go. An entry comes with the release that deprecates the type, and leaves some time after its last day. */
export const predecessors: readonly Predecessor[] = [];

/** An event that is told to others. `beside`: the event next to which the older type goes out. */
export interface Outward {
  readonly event: PublicEvent;
  readonly beside: string | null;
}

/** By the day on which it happened: however late it is told, or told again, the answer stays the same. */
const isPublished = ({ gone }: Predecessor, { time }: PublicEvent): boolean =>
  gone.deprecated === undefined || londonDate(new Date(time)) <= gone.deprecated.until;

const madeFrom = (event: PublicEvent, { gone, dataOf }: Predecessor): PublicEvent => {
  const { type, dataschema } = gone;
  const data = gone.data.parse(dataOf(event));
  return { ...event, id: idBeside(event.id, type), type, dataschema, data } as PublicEvent;
};

/** What of an event goes to the topic: itself, unless its time is over, and the older types it takes the place of. */
export const outwardOf = (event: PublicEvent, going: readonly Predecessor[] = predecessors): readonly Outward[] => {
  const own = going.find(({ gone }) => gone.type === event.type);
  const older = going.filter((each) => each.successor === event.type && isPublished(each, event));
  return [
    ...(own && !isPublished(own, event) ? [] : [{ event, beside: null }]),
    ...older.map((each) => ({ event: madeFrom(event, each), beside: event.id })),
  ];
};

/** Why a type that goes would be silent too soon or for ever: one sentence each, empty when nothing is amiss. */
export const predecessorProblems = (
  catalogue: readonly EventDefinition[],
  going: readonly Predecessor[],
): readonly string[] => {
  const deprecated = catalogue.filter((each) => each.deprecated && each.audience === 'public');
  const forgotten = deprecated.filter(({ type }) => !going.some(({ gone }) => gone.type === type));
  return [
    ...forgotten.map(({ type }) => `${type} goes, and nothing makes it from its successor`),
    ...going.flatMap(({ gone: { type }, successor }) => {
      const listed = deprecated.find((each) => each.type === type);
      if (!listed) return [`${type} is not deprecated in the catalogue`];
      const use = listed.deprecated?.use;
      const named = catalogue.find(({ name }) => name === use);
      return named?.type === successor ? [] : [`${type} is not made from ${use}`];
    }),
  ];
};
