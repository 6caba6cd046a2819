import { instantOf } from './times.rules';

describe('a time of another system', () => {
  it.each([
    ['2022-11-09T14:33:53Z', '2022-11-09T14:33:53.000Z'],
    ['2022-07-27T12:10:58+01:00', '2022-07-27T11:10:58.000Z'],
    ['2022-07-27T12:10:58+01:00[Europe/London]', '2022-07-27T11:10:58.000Z'],
    ['2023-07-05T13:54:56.992827119', '2023-07-05T12:54:56.992Z'],
    ['2019-12-25T00:03:00', '2019-12-25T00:03:00.000Z'],
  ])('%s is %s', (text, expected) => expect(instantOf(text)?.toISOString()).toBe(expected));

  it.each([undefined, '', 'Fri Jun 14 09:06:52 BST 2024', '2022-02-30T10:00:00Z', '2022-11-09'])('%p is none', (text) =>
    expect(instantOf(text)).toBeUndefined(),
  );
});
