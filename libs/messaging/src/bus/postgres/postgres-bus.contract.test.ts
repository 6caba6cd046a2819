import { busContract } from '../../../proof/contract/bus.contract';
import { embeddedHarness } from '../../../proof/harness/postgres.harness';

busContract('the embedded PostgreSQL bus', embeddedHarness, { patienceMs: 120_000, quietMs: 300 });
