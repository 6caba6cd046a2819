import type { Request } from 'express';
import { keep, kept, take } from './kept';

const aRequest = () => ({ session: {} }) as unknown as Request;

describe('what is kept in the session', () => {
  it('is found under its name and kind, and under no other', () => {
    const request = aRequest();
    const id = keep(request, 'letters', { key: 'X1' });
    expect(kept(request, 'letters', id)).toEqual({ key: 'X1' });
    for (const wrong of [
      () => kept(request, 'events', id),
      () => kept(request, 'letters', 'x'),
      () => kept(aRequest(), 'letters', id),
    ]) {
      expect(wrong).toThrow('KEPT_IS_GONE');
    }
  });

  it('can be taken once', () => {
    const request = aRequest();
    const id = keep(request, 'plan', 1);
    expect(take(request, 'plan', id)).toBe(1);
    expect(() => take(request, 'plan', id)).toThrow('KEPT_IS_GONE');
  });

  it('does not grow without end: the oldest goes', () => {
    const request = aRequest();
    const ids = Array.from({ length: 21 }, (_, i) => keep(request, 'letters', i));
    expect(() => kept(request, 'letters', ids[0])).toThrow('KEPT_IS_GONE');
    expect(kept(request, 'letters', ids[1])).toBe(1);
  });
});
