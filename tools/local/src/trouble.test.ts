import { Trouble, troubleOf } from './trouble';

const coded = (code: string) => Object.assign(new Error(code), { code });

describe('trouble', () => {
  it.each([
    ['a full disk', coded('ENOSPC'), /disk .* is full/],
    ['a full disk that initdb reports', new Error('initdb: error: No space left on device'), /disk .* is full/],
    ['a folder of someone else', coded('EACCES'), /No permission/],
    ['a read-only disk', coded('EROFS'), /No permission/],
  ])('says what is wrong with %s and how to mend it', (_name, error, message) => {
    const trouble = troubleOf(error, '/somewhere');
    expect(trouble?.message).toMatch(message);
    expect(trouble?.message).toContain('/somewhere');
    expect(trouble?.remedy).not.toBe('');
  });

  it('passes on what is known already and leaves alone what is not', () => {
    const known = new Trouble('x', 'y');
    expect(troubleOf(known, '/x')).toBe(known);
    expect(troubleOf(new Error('something else'), '/x')).toBeUndefined();
  });
});
