import { verdictOn, type Activity } from './watchdog.rules';

const aProgress = (over: Partial<Activity> = {}): Activity => ({
  quietMs: 60_000,
  behind: 5,
  isWaiting: false,
  paused: false,
  hasRestarted: false,
  ...over,
});

describe('the watchdog', () => {
  it.each<[string, Partial<Activity>, string]>([
    ['behind and silent', {}, 'restart'],
    ['silent with events in its lanes', { behind: undefined, isWaiting: true }, 'restart'],
    ['silent again after a restart', { hasRestarted: true }, 'exit'],
    ['at work a moment ago', { quietMs: 59_999 }, 'fine'],
    ['idle', { behind: 0 }, 'fine'],
    ['idle where lag cannot be told', { behind: undefined }, 'fine'],
    ['paused by an operator', { paused: true, isWaiting: true }, 'fine'],
  ])('calls a consumer that is %s: %j → %s', (_, over, verdict) => {
    expect(verdictOn(aProgress(over), 60_000)).toBe(verdict);
  });
});
