import { mutantsContract } from '../../../proof/harness/failures';
import { NOTICES_DROPPED_ACKS } from '../../../proof/contract/mutants';
import { embeddedHarness } from '../../../proof/harness/postgres.harness';

const droppedAck = NOTICES_DROPPED_ACKS.standing;
mutantsContract('the embedded bus', embeddedHarness, { patienceMs: 12_000, quietMs: 300, droppedAck });
