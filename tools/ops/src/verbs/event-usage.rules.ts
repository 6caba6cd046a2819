import type { Deprecation, EventDefinition } from '@throughcare/events/define-event';

export interface Reader {
  readonly client: string;
  readonly reads: number;
  readonly lastReadAt: string;
}
export interface OutsideUse {
  readonly type: string;
  readonly published: number;
  readonly lastPublishedAt: string | null;
  readonly clients: readonly Reader[];
}
export interface Answers {
  readonly inside: readonly {
    readonly service: string;
    readonly consumer: string;
    readonly types: readonly string[];
  }[];
  /** Undefined when the gateway did not answer. */
  readonly outside: readonly OutsideUse[] | undefined;
  /** Every service answered. */
  readonly complete: boolean;
}
export interface Usage {
  readonly type: string;
  readonly name: string;
  readonly audience: string;
  readonly deprecated: Deprecation | null;
  /** `service/consumer`. */
  readonly inside: readonly string[];
  /** Null when it could not be asked. */
  readonly outside: readonly Reader[] | null;
  readonly published: number | null;
  readonly lastPublishedAt: string | null;
  readonly unused: 'yes' | 'no' | 'unknown';
}

/** Takes every public event, to tell it to others: whether they use it is another question. */
const CARRIER = 'integration-gateway/hmpps-out';

const verdictOn = (used: boolean, everybodyAsked: boolean): Usage['unused'] => {
  if (used) return 'no';
  return everybodyAsked ? 'yes' : 'unknown';
};

/** Who uses each type of the catalogue, and so whether it may be switched off. */
export const usageOf = (catalogue: readonly EventDefinition[], { inside, outside, complete }: Answers): Usage[] =>
  catalogue.map(({ type, name, audience, deprecated }) => {
    const takers = inside
      .filter(({ types }) => types.includes(type))
      .map(({ service, consumer }) => `${service}/${consumer}`)
      .filter((consumer) => consumer !== CARRIER);
    const use = outside?.find((each) => each.type === type);
    const asked = complete && (audience === 'internal' || outside !== undefined);
    return {
      type,
      name,
      audience,
      deprecated: deprecated ?? null,
      inside: takers,
      outside: outside === undefined ? null : (use?.clients ?? []),
      published: use?.published ?? null,
      lastPublishedAt: use?.lastPublishedAt ?? null,
      unused: verdictOn(takers.length + (use?.clients.length ?? 0) > 0, asked),
    };
  });
