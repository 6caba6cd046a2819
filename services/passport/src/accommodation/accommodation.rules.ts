import type { Status } from '../pathway/pathway.rules';

export type FactKind = 'referral' | 'assessment' | 'booking';
export type FactState = 'submitted' | 'rejected' | 'provisional' | 'confirmed' | 'cancelled' | 'arrived' | 'departed';

export interface Fact {
  readonly kind: FactKind;
  readonly subjectId: string;
  readonly applicationId: string | null;
  readonly state: FactState;
  readonly occurredAt: Date;
}

/** Of one referral, assessment or booking only its newest word counts, however late an older one comes in. */
export const isNews = (held: { readonly version: number } | null, heard: { readonly version: number }) =>
  held === null || heard.version > held.version;

/**
 * What the facts say about where someone will live; undefined when they leave the status as it is.
 * A function of the facts alone, so it does not matter in which order different services were heard.
 * Once everything has ended, the last end decides: a finished stay is done; a rejection or cancellation leaves a need,
 * unless staff have said otherwise since.
 */
export const accommodationStatus = (facts: readonly Fact[], setByStaff: boolean): Status | undefined => {
  if (facts.some(({ state }) => state === 'arrived')) return 'DONE';
  if (facts.some(({ state }) => state === 'provisional' || state === 'confirmed')) return 'IN_PROGRESS';
  if (facts.some((fact) => fact.state === 'submitted' && isOpen(fact, facts))) return 'SUPPORT_REQUIRED';
  const end = lastEnd(facts);
  if (end === undefined) return undefined;
  if (end.state === 'departed') return 'DONE';
  return setByStaff ? undefined : 'SUPPORT_REQUIRED';
};

/** A referral is open until it is rejected or has led to a stay that ended. */
const isOpen = (referral: Fact, facts: readonly Fact[]) =>
  !facts.some(
    ({ applicationId, state }) =>
      applicationId === referral.applicationId && (state === 'rejected' || state === 'departed'),
  );

const lastEnd = (facts: readonly Fact[]): Fact | undefined =>
  facts
    .filter(({ state }) => state === 'departed' || state === 'rejected' || state === 'cancelled')
    .toSorted((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime() || (a.subjectId < b.subjectId ? 1 : -1))
    .at(0);
