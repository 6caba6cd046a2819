import { readPostcode } from './postcode.rules';

describe('F-064: a postcode', () => {
  it.each([
    ['cr01zz', 'CR0 1ZZ'],
    ['CR0  1ZZ', 'CR0 1ZZ'],
    ['CR0\u00a01ZZ', 'CR0 1ZZ'],
    [' CR0\u200b1ZZ ', 'CR0 1ZZ'],
    ['ＣＲ０ １ＺＺ', 'CR0 1ZZ'],
    ['w1a1aa', 'W1A 1AA'],
    ['m11ae', 'M1 1AE'],
    ['ec1a1bb', 'EC1A 1BB'],
    ['dn551pt', 'DN55 1PT'],
    ['gir0aa', 'GIR 0AA'],
  ])('typed as %p is %s', (typed, postcode) => expect(readPostcode(typed)).toEqual({ postcode }));

  it.each([
    ['', { problem: 'empty' }],
    ['\u200b ', { problem: 'empty' }],
    ['NOTAPOST', { problem: 'invalid' }],
    ['CR0 1AA B', { problem: 'isNot8OrLessCharacters' }],
    ['12345', { problem: 'invalid' }],
    ['CRO 1ZZ', { problem: 'invalid', meant: 'CR0 1ZZ' }],
    ['CR0 OZZ', { problem: 'invalid', meant: 'CR0 0ZZ' }],
    ['0X1 1AA', { problem: 'invalid', meant: 'OX1 1AA' }],
    ['CR0 1ZZZ', { problem: 'invalid' }],
  ])('typed as %p is refused', (typed, refusal) => expect(readPostcode(typed)).toEqual(refusal));
});
