import { lostAnswers } from './pages.rules';

const lost = (before: unknown, after: unknown) => lostAnswers(JSON.stringify(before), JSON.stringify(after));

describe('F-050: answers that a save loses', () => {
  it('are none when it only adds, or writes the same in another order', () => {
    expect(lost({ a: { p: { x: 1, y: 2 } } }, { a: { p: { y: 2, x: 1 }, q: {} }, b: { p: {} } })).toEqual([]);
    expect(lostAnswers(null, '{}')).toEqual([]);
  });

  it('are the pages that it drops or changes', () => {
    const before = { a: { p: { x: 1 }, q: { x: 1 } }, b: { p: { x: [1, 2] } }, odd: 7 };
    expect(lost(before, { a: { p: { x: 1 } }, b: { p: { x: [2, 1] } } })).toEqual(['a/q', 'b/p', 'odd']);
  });
});
