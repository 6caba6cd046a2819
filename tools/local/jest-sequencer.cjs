// The longest files first: last, one of them would run alone while the other worker has nothing to do.
// eslint-disable-next-line throughcare/boundaries -- Jest brings the one it runs with; a version of our own could differ
const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes minutes, longest first. Size, by which Jest goes on a fresh clone, says the opposite: these are short. */
const LONG = [
  /kafka[/\\]kafka-bus\.contract/,
  /bad-days[/\\]killed/,
  /sns[/\\]sns-bus\.contract/,
  /broker-loss[/\\]/,
  /bad-days[/\\]ndelius-away/,
  /postgres-bus\.contract/,
  /stress[/\\]/,
  /new[/\\]generators/,
  /runbooks[/\\]runbooks/,
  /bad-days[/\\]/,
  /\.contract\.test\.ts$/,
];

const rank = ({ path }) => {
  const found = LONG.findIndex((pattern) => pattern.test(path));
  return found < 0 ? LONG.length : found;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
};
