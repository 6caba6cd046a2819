import { textCheck } from './checks';
import { isBlank } from '@throughcare/base/blank';

describe('F-065: blank is what shows nothing', () => {
  it.each([
    '',
    ' ',
    '\u00a0',
    '\t\r\n',
    '\u200b',
    '\u200d\u2060',
    '\ufeff',
    '\u00ad',
    '\u3164',
    '\u115f\u1160',
    '\u2800',
    '\ufe0f',
    '\u202e',
    '\u0000',
  ])('%j is blank', (text) => {
    expect(isBlank(text)).toBe(true);
    expect(textCheck({})(text)).toBe('empty');
  });

  it.each(['.', 'a\u200b', '\u200bé', '👩\u200d🔧', '✔\ufe0f', '\u0301'])('%j is not', (text) => {
    expect(isBlank(text)).toBe(false);
    expect(textCheck({})(text)).toBeUndefined();
  });
});
