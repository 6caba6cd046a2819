import { IdentityLinked } from '@throughcare/events/identity-linked.v1';
import { PersonDied } from '@throughcare/events/person-died.v1';
import { PersonErased } from '@throughcare/events/person-erased.v1';
import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { PersonUnmerged } from '@throughcare/events/person-unmerged.v1';
import { ReleaseDateChanged } from '@throughcare/events/release-date-changed.v1';
import { RiskSourceChanged } from '@throughcare/events/risk-source-changed.v1';
import type { Intake } from './intake.rules';
import { receive } from './intake.rules';

export interface Explanation {
  /** For machines. `ignore`: no event of ours follows, although the message may have been used; `means` says so. */
  readonly decision: 'publish' | 'ignore' | 'quarantine';
  /** For people: what happens with it. */
  readonly means: string;
  /** The event type the message states; empty when none can be read. */
  readonly hmppsType: string;
  /** Our event it leads to if it is news, and the prison API or nDelius agrees. */
  readonly publishes?: string;
  /** NOMS number, else CRN. */
  readonly person?: string;
  /** As the message writes it. */
  readonly occurredAt?: string;
  /** One word of why: a problem, a named reason to ignore, or the reason and movement code that are claimed. */
  readonly reason: string;
}

const reasonOf = (intake: Intake): string => {
  switch (intake.decision) {
    case 'quarantine':
      return intake.problem;
    case 'ignore':
      return intake.name;
    case 'custody':
      return [intake.claim.reason, intake.claim.movementCode].filter(Boolean).join(' ');
    case 'link':
      return 'IdentityLink';
    case 'merge':
    case 'unmerge':
      return `${intake.merge.numberType} ${intake.decision}`;
    case 'address':
      return 'AddressEcho: evidence for the ledger, publishes nothing';
    case 'erasure':
      return 'Erasure';
    case 'risk':
      return `RiskNews: ${intake.risk.source}`;
    case 'dates':
      return 'Dates';
    case 'echo':
      return 'PublicationEcho: evidence for the ledger, publishes nothing';
    case 'canary':
      return 'Canary: it came back, publishes nothing';
  }
};

const CUSTODY = { released: PersonReleased, received: PersonReceived, died: PersonDied };

const publishes = (intake: Intake): string | undefined => {
  switch (intake.decision) {
    case 'custody':
      return CUSTODY[intake.claim.claim].type;
    case 'link':
      return IdentityLinked.type;
    case 'merge':
      return PersonMerged.type;
    case 'unmerge':
      return PersonUnmerged.type;
    case 'erasure':
      return PersonErased.type;
    case 'risk':
      return RiskSourceChanged.type;
    case 'dates':
      return ReleaseDateChanged.type;
    default:
      return undefined;
  }
};

const meansOf = (intake: Intake, type: string | undefined): string => {
  if (type !== undefined) return `Handled: ${type} follows, if it is news and its owner shows the same.`;
  switch (intake.decision) {
    case 'quarantine':
      return 'Not taken: it waits in quarantine until the cause is mended.';
    case 'address':
    case 'echo':
      return 'Handled: the ledger keeps it as evidence that we were heard. No event follows.';
    case 'canary':
      return 'Handled: topic and queue work. No event follows.';
    default:
      return 'Of no use to us: only that it came is kept.';
  }
};

/** What the gateway would do with a queue body, without anything running. */
export const explain = (body: string): Explanation => {
  const { intake, person, occurredAtText } = receive(body);
  const type = publishes(intake);
  return {
    decision: type !== undefined ? 'publish' : intake.decision === 'quarantine' ? 'quarantine' : 'ignore',
    means: meansOf(intake, type),
    hmppsType: intake.type ?? '',
    ...(type !== undefined && { publishes: type }),
    ...(person !== undefined && { person }),
    ...(occurredAtText !== undefined && { occurredAt: occurredAtText }),
    reason: reasonOf(intake),
  };
};
