import { filterWords, percentOf, verbsOf } from './run.rules';

const at = (processed: number, total: number, state: 'running' | 'completed' = 'running') =>
  percentOf({ state, progress: { processed, total, rate: 0, eta: null } });

describe('a replay run', () => {
  it('is a hundred per cent done only when nothing is left', () => {
    expect([at(0, 0), at(0, 0, 'completed'), at(1, 3), at(999, 1000), at(1000, 1000), at(12, 10)]).toEqual([
      0, 100, 33, 99, 100, 100,
    ]);
  });

  it.each([
    ['running', ['pause', 'cancel']],
    ['paused', ['resume', 'cancel']],
    ['ready', ['resume', 'cancel']],
    ['failed', ['resume', 'cancel']],
    ['completed', []],
    ['cancelled', []],
  ] as const)('that is %s can %p', (state, verbs) => expect(verbsOf(state)).toEqual(verbs));

  it('tells its filter in words', () => {
    expect(filterWords({})).toEqual([]);
    expect(filterWords({ missed: true })).toEqual([{ name: 'Only what had no effect', value: 'yes' }]);
    expect(filterWords({ from: '2026-03-29T01:30:00Z', keys: ['X1', 'X2'], types: [] })).toEqual([
      { name: 'Keys', value: 'X1, X2' },
      { name: 'From', value: '2026-03-29T01:30:00Z', isMoment: true },
    ]);
  });
});
