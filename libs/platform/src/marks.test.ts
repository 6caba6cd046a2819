import { inOneLine, marked } from './marks';

it('F-015: shows what a terminal would obey as marks', () => {
  expect(marked('a \u001b[31mred\u001b]0;pwned\u0007 b')).toBe('a ␛[31mred␛]0;pwned␇ b');
  expect(marked('a\u009b31m \u202eevil\u2069 \u007f')).toBe('a\\u009b31m \\u202eevil\\u2069 ␡');
  expect(marked('two\nlines\tand a tab, naïve – “quotes” עברית')).toBe('two\nlines\tand a tab, naïve – “quotes” עברית');
  expect(JSON.parse(marked(JSON.stringify({ a: 'x\u202e\u0085' })))).toEqual({ a: 'x\u202e\u0085' });
});

it('F-015: lets nobody add a line to a table', () => {
  expect(inOneLine('real\r\nfaked  running\tline\n')).toBe('real↵faked  running↵line↵');
});
