import { mutantsContract } from '../../testing/failures';
import { NOTICES_DROPPED_ACKS } from '../../testing/mutants';
import { embeddedHarness } from '../../testing/postgres.harness';

const droppedAck = NOTICES_DROPPED_ACKS.standing;
mutantsContract('the embedded bus', embeddedHarness, { patienceMs: 12_000, quietMs: 300, droppedAck });
