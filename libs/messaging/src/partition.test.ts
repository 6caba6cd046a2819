import { murmur2, partitionOf } from './partition';

describe('murmur2', () => {
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('gives the value Kafka publishes for %s', (text, expected) => {
    expect(murmur2(Buffer.from(text))).toBe(expected);
  });
});

describe('partitionOf', () => {
  it('spreads keys over all 64 partitions and never leaves them', () => {
    const seen = new Set(Array.from({ length: 5000 }, (_, n) => partitionOf(`X${100000 + n}`)));
    expect(seen.size).toBe(64);
    expect(Math.min(...seen)).toBe(0);
    expect(Math.max(...seen)).toBe(63);
  });

  it('is the same for a key that is not ASCII', () => {
    expect(partitionOf('Żółw')).toBe(partitionOf('Żółw'));
  });
});
