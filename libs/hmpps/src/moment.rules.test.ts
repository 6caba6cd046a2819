import { londonMomentOf, momentOf, utcOf } from './moment.rules';

const utc = (text: unknown) => {
  const moment = momentOf(text);
  return moment && utcOf(moment);
};

describe('a time in a message', () => {
  it.each([
    ['seconds with the London offset', '2024-10-14T15:09:54+01:00', '2024-10-14T14:09:54.000Z'],
    ['nanoseconds with the London offset', '2024-10-11T12:00:19.013138859+01:00', '2024-10-11T11:00:19.013Z'],
    ['microseconds in UTC', '2024-06-11T14:13:29.471079Z', '2024-06-11T14:13:29.471Z'],
    ['milliseconds in UTC', '2022-10-05T12:00:00.000Z', '2022-10-05T12:00:00.000Z'],
    ['a London midnight dressed up as an instant', '2024-06-10T23:00:00Z', '2024-06-10T23:00:00.000Z'],
    ['a UTC midnight dressed up as an instant', '2023-07-26T00:00:00Z', '2023-07-26T00:00:00.000Z'],
    ['seven fraction digits', '2024-10-10T09:52:18.8241261+01:00', '2024-10-10T08:52:18.824Z'],
    ['no seconds', '2024-10-10T09:52Z', '2024-10-10T09:52:00.000Z'],
    ['an offset west of Greenwich', '2024-10-10T23:30:00-05:30', '2024-10-11T05:00:00.000Z'],
  ])('is read from %s', (_, text, expected) => {
    expect(utc(text)).toBe(expected);
  });

  it('keeps the digits it came with', () => {
    expect(momentOf('2024-12-11T16:33:20.437982210Z')).toEqual({
      text: '2024-12-11T16:33:20.437982210Z',
      nanos: 1_733_934_800_437_982_210n,
    });
  });

  it('is compared as an instant, to the nanosecond', () => {
    const london = momentOf('2024-10-11T12:00:19.013138859+01:00');
    const sameInUtc = momentOf('2024-10-11T11:00:19.013138859Z');
    const oneLater = momentOf('2024-10-11T11:00:19.013138860Z');
    expect(london?.nanos).toBe(sameInUtc?.nanos);
    expect(oneLater && london && oneLater.nanos - london.nanos).toBe(1n);
  });

  it.each([
    undefined,
    null,
    1_733_934_800,
    '',
    'yesterday',
    '2024-10-14',
    '2024-10-14T15:09:54',
    '2024-02-30T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-10-14T24:00:00Z',
    '2024-10-14T15:60:00Z',
    '2024-10-14T15:09:54+25:00',
    '2024-10-14 15:09:54Z',
    '2024-10-14T15:09:54Zoo',
    'Fri Jun 14 09:06:52 BST 2024',
  ])('is not guessed from %p', (text) => {
    expect(momentOf(text)).toBeUndefined();
  });
});

describe('a local time of a prison system', () => {
  it.each([
    ['winter', '2026-03-02T09:05:00', '2026-03-02T09:05:00.000Z'],
    ['summer', '2026-07-02T09:05:00', '2026-07-02T08:05:00.000Z'],
    ['nanoseconds', '2023-09-05T13:54:56.992827119', '2023-09-05T12:54:56.992Z'],
    ['the repeated hour: the first of the two', '2026-10-25T01:30:00', '2026-10-25T00:30:00.000Z'],
    ['the skipped hour: moves on', '2026-03-29T01:30:00', '2026-03-29T01:30:00.000Z'],
    ['an offset, which then counts', '2026-07-02T09:05:00Z', '2026-07-02T09:05:00.000Z'],
  ])('is London wall time in %s', (_, text, expected) => {
    const moment = londonMomentOf(text);
    expect(moment && utcOf(moment)).toBe(expected);
  });

  it.each([undefined, '', '2026-02-29T09:00:00', '2026-07-02'])('is not guessed from %p', (text) => {
    expect(londonMomentOf(text)).toBeUndefined();
  });
});
