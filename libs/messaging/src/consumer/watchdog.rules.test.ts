import { verdictOn, type Progress } from './watchdog.rules';

const aProgress = (over: Partial<Progress> = {}): Progress => ({
  quietMs: 60_000,
  behind: 5,
  waiting: 0,
  paused: false,
  restarts: 0,
  ...over,
});

describe('the watchdog', () => {
  it.each<[string, Partial<Progress>, string]>([
    ['behind and silent', {}, 'restart'],
    ['silent with events in its lanes', { behind: undefined, waiting: 1 }, 'restart'],
    ['silent again after a restart', { restarts: 1 }, 'exit'],
    ['at work a moment ago', { quietMs: 59_999 }, 'fine'],
    ['idle', { behind: 0 }, 'fine'],
    ['idle where lag cannot be told', { behind: undefined }, 'fine'],
    ['paused by an operator', { paused: true, waiting: 3 }, 'fine'],
  ])('calls a consumer that is %s: %j → %s', (_, over, verdict) => {
    expect(verdictOn(aProgress(over), 60_000)).toBe(verdict);
  });
});
