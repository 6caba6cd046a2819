import { IdentityLinked } from '@throughcare/events/identity-linked.v1';
import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { PersonUnmerged } from '@throughcare/events/person-unmerged.v1';
import type { Intake } from './intake.rules';
import { receive } from './intake.rules';

export interface Explanation {
  readonly decision: 'publish' | 'ignore' | 'quarantine';
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
    case 'echo':
      return 'PublicationEcho: evidence for the ledger, publishes nothing';
  }
};

const publishes = (intake: Intake): string | undefined => {
  switch (intake.decision) {
    case 'custody':
      return intake.claim.claim === 'released' ? PersonReleased.type : PersonReceived.type;
    case 'link':
      return IdentityLinked.type;
    case 'merge':
      return PersonMerged.type;
    case 'unmerge':
      return PersonUnmerged.type;
    default:
      return undefined;
  }
};

/** What the gateway would do with a queue body, without anything running. */
export const explain = (body: string): Explanation => {
  const { intake, person, occurredAtText } = receive(body);
  const type = publishes(intake);
  return {
    decision: type !== undefined ? 'publish' : intake.decision === 'quarantine' ? 'quarantine' : 'ignore',
    hmppsType: intake.type ?? '',
    ...(type !== undefined && { publishes: type }),
    ...(person !== undefined && { person }),
    ...(occurredAtText !== undefined && { occurredAt: occurredAtText }),
    reason: reasonOf(intake),
  };
};
