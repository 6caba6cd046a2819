import { busContract } from '../../testing/bus.contract';
import { embeddedHarness } from '../../testing/postgres.harness';

busContract('the embedded PostgreSQL bus', embeddedHarness, { patienceMs: 120_000, quietMs: 300 });
