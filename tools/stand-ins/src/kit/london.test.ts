import { addDays, londonDate, londonInstant, londonLocal, londonOffsetMinutes } from './london';

describe('London time', () => {
  it('is UTC in winter and one hour ahead in summer', () => {
    expect(londonLocal(new Date('2024-01-10T09:00:00Z'))).toBe('2024-01-10T09:00:00');
    expect(londonLocal(new Date('2024-06-10T23:30:00Z'))).toBe('2024-06-11T00:30:00');
    expect(londonDate(new Date('2024-06-10T23:30:00Z'))).toBe('2024-06-11');
    expect(londonOffsetMinutes(new Date('2024-06-10T23:30:00.500Z'))).toBe(60);
  });

  it('turns a wall time back into its instant on both sides of the clock changes', () => {
    expect(londonInstant('2024-03-31T00:59:59').toISOString()).toBe('2024-03-31T00:59:59.000Z');
    expect(londonInstant('2024-03-31T02:00:00').toISOString()).toBe('2024-03-31T01:00:00.000Z');
    expect(londonInstant('2024-10-27T00:30:00').toISOString()).toBe('2024-10-26T23:30:00.000Z');
    expect(londonInstant('2024-10-27T02:00:00').toISOString()).toBe('2024-10-27T02:00:00.000Z');
  });

  it('moves on by the gap in spring and takes the earlier of two in autumn', () => {
    expect(londonInstant('2024-03-31T01:30:00').toISOString()).toBe('2024-03-31T01:30:00.000Z');
    expect(londonInstant('2024-10-27T01:30:00').toISOString()).toBe('2024-10-27T00:30:00.000Z');
  });

  it('counts days over month ends', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2024-01-01', -1)).toBe('2023-12-31');
  });
});
