import type { AddressChange } from '@throughcare/hmpps/intake.rules';
import { entryOfOperation, OPERATIONS } from '../public-events/topic.rules';

/** What was seen of an operation from outside. */
export type Evidence =
  'detail-fetched' | 'topic-echo' | 'address-created' | 'address-updated' | 'said-by-staff' | 'answered';

/**
 * True where the consumer does no harm on a copy. The same arrival twice makes two addresses, the same correction twice
 * appends its text twice; a departure repeats safely because no later stay of the person is told before it is settled.
 */
export const isRepeatable = (operation: string): boolean =>
  operation !== 'person.arrived' && !operation.endsWith('.updated');

/** Where nDelius says what it did: the address event by which it tells that. A contact it writes without a word. */
const proofOf = (operation: string): Evidence | undefined => entryOfOperation(operation)?.proof;

/** Operations whose effect nDelius tells. */
export const PROVEN: readonly string[] = OPERATIONS.filter((operation) => proofOf(operation) !== undefined);

/** True where it shows the effect. That a detail was read shows none: whoever cannot use it reads it as well. */
export const confirms = (operation: string, evidence: Evidence): boolean =>
  evidence === 'said-by-staff' || proofOf(operation) === evidence;

/** Which operation has this effect on an address; a departure that changes nothing tells of the main address all the same. */
export const effectOf = ({
  change,
  addressStatus,
}: Pick<AddressChange, 'change' | 'addressStatus'>): string | undefined => {
  if (change === 'created') return 'person.arrived';
  if (addressStatus === 'Previous') return 'person.departed';
  return addressStatus === 'Main' ? 'person.arrived.updated' : undefined;
};
