import { mergedSession } from './session-merge.rules';

describe('a session that two requests change', () => {
  const seen = { cookie: 'old', user: 'A', me: 1 };

  it('has what each of them changed', () =>
    expect(mergedSession(seen, { ...seen, cookie: 'mine', me: 2 }, { ...seen, user: 'B', csrfToken: 't' })).toEqual({
      cookie: 'mine',
      user: 'B',
      me: 2,
      csrfToken: 't',
    }));

  it('has what was stored first where both changed the same', () => {
    expect(mergedSession(seen, { ...seen, user: 'mine' }, { ...seen, user: 'theirs' })).toMatchObject({
      user: 'theirs',
    });
    const { user: _, ...without } = seen;
    expect(mergedSession(seen, without, { ...seen, user: 'theirs' })).toMatchObject({ user: 'theirs' });
  });

  it('has not what one of them took out', () => {
    const { user: _, ...without } = seen;
    expect(mergedSession(seen, without, seen)).toEqual({ cookie: 'old', me: 1 });
    expect(mergedSession(seen, seen, without)).toEqual({ cookie: 'old', me: 1 });
  });

  it('has the notices of both, and not those that were told', () => {
    const told = { ...seen, notices: { '/told': 1 } };
    expect(
      mergedSession(told, { ...told, notices: { '/told': 1, '/mine': 2 } }, { ...seen, notices: { '/theirs': 3 } }),
    ).toEqual({
      ...seen,
      notices: { '/mine': 2, '/theirs': 3 },
    });
    expect(mergedSession(told, { ...told, notices: {} }, told)).toEqual(seen);
  });
});
