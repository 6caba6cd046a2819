import { dataschemaOf, type EventDefinition, type EventEnvelope } from './define-event';
import { versionOf } from './envelope';

/** One step of an event's history: turns the data of version `from` into that of version `from + 1`. Pure. */
export interface Upcaster {
  readonly type: string;
  readonly from: number;
  readonly up: (data: unknown) => unknown;
}

/** Every step there is. A new version of an event adds its step here. */
export const upcasters: readonly Upcaster[] = [
  {
    type: 'accommodation.cas3.draft.referral.deleted',
    from: 1,
    up: (data) => ({ ...(data as object), reason: 'by-hand' }),
  },
];

/**
 * Brings an event that was kept in an older version to the newest one, step by step, when it is read.
 * What is stored stays as it was. An event in its newest version comes back unchanged.
 */
export const upcast = (event: EventEnvelope, steps: readonly Upcaster[] = upcasters): EventEnvelope => {
  const version = versionOf(event.dataschema);
  const step = steps.find(({ type, from }) => type === event.type && from === version);
  if (!step) return event;
  return upcast({ ...event, dataschema: dataschemaOf(event.type, version + 1), data: step.up(event.data) }, steps);
};

/** Old versions that nothing leads out of: each must be empty before a new version may be merged. */
export const missingUpcasters = (definitions: readonly EventDefinition[], steps: readonly Upcaster[]): string[] =>
  definitions
    .filter(({ version }) => version > 1)
    .filter(({ type, version }) => !steps.some((step) => step.type === type && step.from === version - 1))
    .map(({ type, version }) => `${type}: no upcaster from ${version - 1} to ${version}`);
