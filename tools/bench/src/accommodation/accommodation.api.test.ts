import { accommodation } from './accommodation';

describe('the measurement of the accommodation service', () => {
  it('starts every service, fills it, and ends with eleven figures; no bed is booked twice and every offer can be booked', async () => {
    const said: string[] = [];
    const result = await accommodation({ scale: 0.01, say: (line) => said.push(line) });
    expect(Object.keys(result)).toEqual([
      'searchP50Ms',
      'searchP99Ms',
      'searchNativeP99Ms',
      'queueP99Ms',
      'bookingsP99Ms',
      'nameSearchP99Ms',
      'booksPerSecond',
      'submitsPerSecond',
      'doubleBooked',
      'notBookable',
      'rssMb',
    ]);
    expect(result).toMatchObject({ doubleBooked: 0, notBookable: 0 });
    expect(Object.values(result).every((figure) => Number.isFinite(figure))).toBe(true);
    for (const figure of ['searchP50Ms', 'booksPerSecond', 'submitsPerSecond'] as const)
      expect(result[figure]).toBeGreaterThan(0);
    expect(said.join('\n')).toMatch(/offers: [1-9]/);
  }, 600_000);
});
