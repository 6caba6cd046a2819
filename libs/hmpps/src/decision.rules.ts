import type { Problem } from './hmpps-message.rules';
import type { Moment } from './moment.rules';

/** What nDelius may call a person; older numbers differ from the ordinary form. */
export const isAnyCrn = (text: string): boolean => /^[A-Z0-9]{1,20}$/.test(text);

/** A message's word for a movement. Nobody believes it before the prison API says the same. */
export interface CustodyClaim {
  readonly claim: 'released' | 'received' | 'died';
  readonly noms: string;
  readonly reason: string;
  readonly movementCode?: string;
  readonly prisonId?: string;
}
export interface IdentityLink {
  readonly crn: string;
  readonly noms: string;
}
/** Two numbers of one kind are one person, or are so no longer: `from` goes (or comes back), `into` stays. */
export interface NumberMerge {
  readonly numberType: 'crn' | 'noms';
  readonly from: string;
  readonly into: string;
}
/** nDelius changed an address of this person: the echo of an arrival or departure we told it about. */
export interface AddressChange {
  readonly crn: string;
  readonly change: 'created' | 'updated';
  readonly addressId?: string;
  /** As nDelius writes it: `Main`, `Previous`. */
  readonly addressStatus?: string;
}

/** Another system knows something new of a person's risks: which one, never what. */
export interface RiskNews {
  readonly crn: string;
  readonly source: RiskSource;
}
export type RiskSource = 'oasys' | 'ndelius' | 'tier';

/** What is to be done with a message. */
export type Intake =
  | { readonly decision: 'quarantine'; readonly problem: Problem; readonly type?: string; readonly rule?: string }
  | { readonly decision: 'ignore'; readonly type: string; readonly name: string }
  | { readonly decision: 'custody'; readonly type: string; readonly occurredAt: Moment; readonly claim: CustodyClaim }
  | { readonly decision: 'link'; readonly type: string; readonly occurredAt: Moment; readonly link: IdentityLink }
  | {
      readonly decision: 'merge' | 'unmerge';
      readonly type: string;
      readonly occurredAt: Moment;
      readonly merge: NumberMerge;
    }
  | {
      readonly decision: 'address';
      readonly type: string;
      readonly occurredAt: Moment;
      readonly address: AddressChange;
    }
  /** nDelius has deleted the person: nobody may be named by this number any more. */
  | { readonly decision: 'erasure'; readonly type: string; readonly occurredAt: Moment; readonly crn: string }
  | { readonly decision: 'risk'; readonly type: string; readonly occurredAt: Moment; readonly risk: RiskNews }
  /** Something about the dates of a sentence changed: which, the prison API says. */
  | { readonly decision: 'dates'; readonly type: string; readonly occurredAt: Moment; readonly noms: string }
  | { readonly decision: 'echo'; readonly type: string; readonly occurredAt: Moment; readonly eventId: string }
  /** Our own, about nobody: it came back, and that is all. */
  | { readonly decision: 'canary'; readonly type: string; readonly occurredAt: Moment };

export const quarantine = (type: string, problem: Problem): Intake => ({ decision: 'quarantine', type, problem });
export const ignore = (type: string, name: string): Intake => ({ decision: 'ignore', type, name });
