import { ReadMarks } from './read-mark.rules';

const reached = (position: number) => {
  const marks = new ReadMarks();
  marks.reached({ position, xid: '1' });
  return marks;
};

describe('ReadMarks', () => {
  it('do not move before a horizon is reached, whatever was read', () => {
    const marks = new ReadMarks();
    marks.advance([{ partition: 3, complete: true, lastRead: 900 }], marks.safePosition);
    expect(marks.lowOf(3)).toBe(0);
  });

  it('move to the horizon after a complete read', () => {
    const marks = reached(500);
    marks.advance([{ partition: 3, complete: true, lastRead: 900 }], 500);
    expect(marks.lowOf(3)).toBe(500);
  });

  it('move to the last row read when a limit cut the read short', () => {
    const marks = reached(500);
    marks.advance([{ partition: 3, complete: false, lastRead: 420 }], 500);
    expect(marks.lowOf(3)).toBe(420);
  });

  it('stay before the first row that the bus did not accept', () => {
    const marks = reached(500);
    marks.advance([{ partition: 3, complete: true, lastRead: 480, firstLeft: 77 }], 500);
    expect(marks.lowOf(3)).toBe(76);
  });

  it('use the horizon from before the read, not one reached meanwhile', () => {
    const marks = reached(500);
    const safeBefore = marks.safePosition;
    marks.reached({ position: 800, xid: '2' });
    marks.advance([{ partition: 3, complete: true }], safeBefore);
    expect(marks.lowOf(3)).toBe(500);
  });

  it('never go back, but are forgotten with the partition', () => {
    const marks = reached(500);
    marks.advance([{ partition: 3, complete: true }], 500);
    marks.advance([{ partition: 3, complete: true, lastRead: 20, firstLeft: 20 }], 500);
    expect(marks.lowOf(3)).toBe(500);
    marks.forget([3]);
    expect(marks.lowOf(3)).toBe(0);
  });

  it('F-035: are forgotten with everything that was known, also by a read that began before', () => {
    const marks = reached(500);
    const { safePosition } = marks;
    marks.advance([{ partition: 3, complete: true }], safePosition);
    marks.forgetAll();
    marks.advance([{ partition: 3, complete: true }], safePosition);
    expect([marks.safePosition, marks.lowOf(3)]).toEqual([0, 0]);
  });
});
