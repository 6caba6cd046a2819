import { noticeOf, stillLying } from './redrive.rules';

it.each([
  [{ handled: 2, stillParked: 0, remaining: 0 }, 'success', '2 events handled.'],
  [
    { handled: 0, stillParked: 1, remaining: 0 },
    'important',
    '0 events handled. 1 key is still parked: an event failed again, or waits for an earlier one under another key.',
  ],
  [
    { handled: 1, stillParked: 0, remaining: 7 },
    'important',
    '1 event handled. 7 events left to try: confirm again to go on.',
  ],
])('%p is told as %s', (outcome, kind, text) => expect(noticeOf(outcome)).toEqual({ kind, text }));

it('counts as parked what was called so and has letters still', () => {
  const plan = (...keys: readonly string[]) => ({ keys: keys.map((key) => ({ key })) });
  const told = new Set(['OLD', 'NEW']);
  expect([plan(), plan('NEW', 'ANOTHER')].map((each) => stillLying(told, each))).toEqual([0, 1]);
});
