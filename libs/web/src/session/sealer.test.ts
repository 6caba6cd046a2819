import { sealer } from './sealer';

describe('F-010: what a session holds', () => {
  it('is read back with the same secret only, and only as it was written', () => {
    const { seal, open } = sealer('a secret of the application');
    const sealed = seal('{"accessToken":"ey.token"}');
    expect(open(sealed)).toBe('{"accessToken":"ey.token"}');
    expect(sealer('another secret').open(sealed)).toBeUndefined();
    const bytes = Buffer.from(sealed, 'base64');
    bytes[bytes.length - 1]! ^= 1;
    expect(open(bytes.toString('base64'))).toBeUndefined();
    expect(open('')).toBeUndefined();
  });

  it('looks different each time and shows nothing of itself', () => {
    const { seal } = sealer('a secret of the application');
    expect(seal('same')).not.toBe(seal('same'));
    expect(Buffer.from(seal('accessToken'), 'base64').toString('latin1')).not.toContain('accessToken');
  });
});
