import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import type { Intake } from './intake.rules';
import { receive } from './intake.rules';

export interface Explanation {
  readonly decision: 'publish' | 'ignore' | 'quarantine';
  /** The event type the message states; empty when none can be read. */
  readonly hmppsType: string;
  /** Our event it leads to if the prison API agrees. */
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
      return 'IdentityLink: learnt, publishes nothing';
    case 'address':
      return 'AddressEcho: evidence for the ledger, publishes nothing';
    case 'echo':
      return 'PublicationEcho: evidence for the ledger, publishes nothing';
  }
};

const decisions = { custody: 'publish', quarantine: 'quarantine' } as const;

/** What the gateway would do with a queue body, without anything running. */
export const explain = (body: string): Explanation => {
  const { intake, person, occurredAtText } = receive(body);
  return {
    decision: intake.decision === 'custody' || intake.decision === 'quarantine' ? decisions[intake.decision] : 'ignore',
    hmppsType: intake.type ?? '',
    ...(intake.decision === 'custody' && {
      publishes: intake.claim.claim === 'released' ? PersonReleased.type : PersonReceived.type,
    }),
    ...(person !== undefined && { person }),
    ...(occurredAtText !== undefined && { occurredAt: occurredAtText }),
    reason: reasonOf(intake),
  };
};
