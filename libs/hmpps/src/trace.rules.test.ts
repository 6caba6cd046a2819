import { validTraceparent } from './trace.rules';

describe('a trace parent', () => {
  const good = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  it('is passed on when it is one', () => {
    expect(validTraceparent(good)).toBe(good);
  });

  it.each([undefined, null, '', '00-12213335', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`, `${good} `])(
    '%p is none',
    (text) => {
      expect(validTraceparent(text)).toBeUndefined();
    },
  );
});
