import { appendFileSync } from 'node:fs';
import { brokerMissing, startBroker, type BrokerKind, type RunningBroker } from './brokers';

/** On standard error at once, and for whoever sums up the whole run, in the file that `BROKERS_REPORT` names. */
const say = (text: string) => {
  process.stderr.write(`brokers: ${text}\n`);
  const report = process.env['BROKERS_REPORT'];
  if (report) appendFileSync(report, `${text}\n`);
};

/** Longer than a broker's own patience with its start, whose last words say more. */
const START_MS = 240_000;

/**
 * `describe` for tests that need a real broker: one is started for all of them. Says on standard error what ran on what.
 * Where none can be had they count as skipped and the reason is said; with `REQUIRE_BROKERS=1` that is a failure.
 */
export const describeWithBroker = (
  kind: BrokerKind,
  title: string,
  tests: (broker: () => RunningBroker) => void,
): void => {
  const reason = brokerMissing(kind);
  if (reason !== undefined) return withoutBroker(kind, title, reason, tests);
  describe(title, () => {
    let broker: RunningBroker | undefined;
    const running = () => {
      if (!broker) throw new Error(`${kind} did not start`);
      return broker;
    };
    beforeAll(async () => {
      broker = await startBroker(kind);
      say(`${title}: runs on ${broker.version} of ${kind}, ${broker.isOurs ? 'started for it' : broker.address}`);
    }, START_MS);
    tests(running);
    afterAll(() => broker?.stop(), 60_000);
  });
};

const withoutBroker = (
  kind: BrokerKind,
  title: string,
  reason: string,
  tests: (broker: () => RunningBroker) => void,
): void => {
  if (process.env['REQUIRE_BROKERS'] === '1') {
    describe(title, () => {
      it(`has ${kind}`, () => {
        throw new Error(`REQUIRE_BROKERS=1, and ${reason}`);
      });
    });
    return;
  }
  say(`${title}: SKIPPED, ${reason}`);
  // It stays: a machine without Java, Maven or Python runs the rest, and `npm test` counts these and says why. CI cannot get here:
  // `.ci/run` sets REQUIRE_BROKERS=1, which fails above.
  describe.skip(title, () => {
    tests(() => {
      throw new Error(reason);
    });
  });
};
