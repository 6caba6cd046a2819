import type { z } from 'zod';

/** Who may read an event: `public` ones are also told to other systems in the HMPPS envelope; `internal` ones stay here. */
export type Audience = 'public' | 'internal';

/** A fact that a rule decided on, before it has an envelope. `UnitOfWork` adds id, time, key, version and trace. */
export interface NewEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly version: number;
  readonly data: Data;
}

/**
 * An event as it travels and as it is kept: CloudEvents 1.0 attribute names plus our extensions.
 * `subject` is the ordering key: the CRN the aggregate was created with (prison number while there is no CRN).
 * `aggregateversion` counts the events of one aggregate from 1 without gaps.
 */
export interface EventEnvelope<Type extends string = string, Data = unknown> {
  readonly specversion: '1.0';
  /** UUID v7, identical on every bus and in every replay. */
  readonly id: string;
  /** The service that decided it, e.g. `booking`. */
  readonly source: string;
  readonly type: Type;
  readonly subject: string;
  /** UTC instant of the change, ISO 8601 with milliseconds. */
  readonly time: string;
  /** `urn:throughcare:event:{type}:{version}`. */
  readonly dataschema: string;
  readonly traceparent?: string;
  /** The first cause: one value for everything that one click or one message set off. */
  readonly correlationid: string;
  /** Id of the event that caused this one; absent when a person did. */
  readonly causationid?: string;
  readonly aggregateid: string;
  readonly aggregateversion: number;
  readonly data: Data;
}

/** An event that goes: both it and its successor are published until the day named. */
export interface Deprecation {
  readonly since: string;
  /** Last day on which it is published, `yyyy-MM-dd`. */
  readonly until: string;
  /** Name of the event that takes its place. */
  readonly use: string;
}

/** What other systems are sent of a public event. */
export interface PublicFacts {
  /** Under `/events/cas3/{slug}/{eventId}` lies its detail. */
  readonly slug: string;
  /** The fixed sentence of the message. */
  readonly description: string;
  /** The change of an address by which nDelius shows that it has used the message; absent: it shows nothing. */
  readonly proof?: 'address-created' | 'address-updated';
}

type Told =
  | { readonly audience: 'public'; readonly public: PublicFacts }
  | { readonly audience: 'internal'; readonly public?: never };

export interface EventDefinition<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  /** The name people use, e.g. `BookingConfirmed`. */
  readonly name: string;
  readonly type: Type;
  readonly version: number;
  readonly source: string;
  readonly audience: Audience;
  /** Of public events only. */
  readonly public?: PublicFacts;
  /** One sentence: what has happened. */
  readonly meaning: string;
  readonly data: Schema;
  readonly example: z.output<Schema>;
  /** Release that brought it; absent: the first. */
  readonly since?: string;
  readonly deprecated?: Deprecation;
  readonly dataschema: string;
  /** Parses and freezes the data. Throws `ZodError` when the producer is wrong. */
  of(data: z.input<Schema>): NewEvent<Type, z.output<Schema>>;
}

export type DataOf<D extends EventDefinition> = z.output<D['data']>;
/** The event of a contract; of several contracts a union, told apart by `type`. */
export type EventOf<D extends EventDefinition> = D extends EventDefinition
  ? EventEnvelope<D['type'], DataOf<D>>
  : never;

const checked = new WeakSet<NewEvent>();

/** True for events that {@link EventDefinition.of} made: their data was parsed, and is frozen. */
export const isChecked = (event: NewEvent): boolean => checked.has(event);

export const dataschemaOf = (type: string, version: number) => `urn:throughcare:event:${type}:${version}`;

/** Declares one version of one event. The example must parse: a test walks the catalogue. */
export const defineEvent = <const Type extends string, Schema extends z.ZodType>(
  definition: Omit<EventDefinition<Type, Schema>, 'of' | 'dataschema' | 'audience' | 'public'> & Told,
): EventDefinition<Type, Schema> => ({
  ...definition,
  dataschema: dataschemaOf(definition.type, definition.version),
  of: (data) => {
    const { type, version } = definition;
    const parsed = definition.data.parse(data);
    Object.freeze(parsed);
    const event = Object.freeze({ type, version, data: parsed });
    checked.add(event);
    return event;
  },
});
