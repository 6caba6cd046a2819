import { deliusDay, deliusDayTime, parseDeliusTime } from './delius-time';

const local = (text: string): string | undefined => parseDeliusTime(text)?.local;

describe('times that nDelius takes', () => {
  it.each([
    ['2024-06-11T10:00:00Z', '2024-06-11T11:00:00'],
    ['2024-06-11T10:00Z', '2024-06-11T11:00:00'],
    ['2024-06-11T10:00:00.1Z', '2024-06-11T11:00:00'],
    ['2024-06-11T10:00:00.123456789Z', '2024-06-11T11:00:00'],
    ['2024-06-11T10:00:00+01', '2024-06-11T10:00:00'],
    ['2024-06-11T10:00:00+01:00', '2024-06-11T10:00:00'],
    ['2024-06-11T10:00:00-05:30', '2024-06-11T16:30:00'],
    ['2024-06-11T10:00:00+01:00[Europe/London]', '2024-06-11T10:00:00'],
    ['2024-01-11T10:00:00Z[Europe/London]', '2024-01-11T10:00:00'],
  ])('%s is %s in London', (text, expected) => expect(local(text)).toBe(expected));

  it('are London wall time without an offset, which is not what a sender in UTC means', () => {
    expect(local('2022-11-30T14:53:44')).toBe('2022-11-30T14:53:44');
    expect(local('2024-06-11T14:53:44')).toBe('2024-06-11T14:53:44');
    expect(parseDeliusTime('2024-06-11T14:53:44')).toEqual(parseDeliusTime('2024-06-11T13:53:44Z'));
  });

  it('fall on the London day', () => {
    expect(deliusDay(parseDeliusTime('2024-06-10T23:30:00Z')!)).toBe('11/06/2024');
    expect(deliusDayTime(parseDeliusTime('2024-06-10T23:30:00Z')!)).toBe('11/06/2024 00:30:00');
    expect(deliusDay(parseDeliusTime('2024-01-10T23:30:00Z')!)).toBe('10/01/2024');
  });

  it('are compared to the nanosecond', () => {
    const [a, b] = ['2024-06-11T10:00:00.000000001Z', '2024-06-11T10:00:00.000000002Z'].map((text) =>
      parseDeliusTime(text)!,
    );
    expect(a!.nanos < b!.nanos).toBe(true);
  });

  it.each([
    '2024-06-11',
    '2024-06-11T10',
    '2024-06-11 10:00:00Z',
    '2024-06-11T10:00:00+0100',
    '2024-06-11T10:00:00+1',
    '2024-06-11T10:00:00.1234567890Z',
    '2024-06-11T10:00:00.Z',
    '2024-06-11T10:00:00[Europe/London]',
    '2024-06-11T10:00:00Z[Nowhere/Town]',
    '2024-06-11T10:00:00Z and more',
    '2024-02-30T10:00:00Z',
    '2024-13-01T10:00:00Z',
    '2024-06-11T24:00:00Z',
    '2024-06-11T10:60:00Z',
    '2024-06-11T10:00:00+19:00',
    '24-06-11T10:00:00Z',
    '1718100000',
    '',
  ])('do not include %s', (text) => expect(parseDeliusTime(text)).toBeUndefined());
});
