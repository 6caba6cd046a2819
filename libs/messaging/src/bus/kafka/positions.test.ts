import { Positions } from './positions';

const held = (...offsets: number[]) => offsets.map((offset) => ({ offset, bytes: 100 }));
const many = (count: number, bytes = 100) => Array.from({ length: count }, (_, offset) => ({ offset, bytes }));

describe('positions in Kafka partitions', () => {
  let positions: Positions;
  beforeEach(() => {
    positions = new Positions();
  });

  it('commit one above the last offset below which everything is settled, over numbers that Kafka skipped', () => {
    positions.delivered('t', 1, held(5, 7, 8, 12));
    positions.acked('t', 1, 8);
    expect(positions.takeCommits()).toEqual([{ topic: 't', partition: 1, offset: '5' }]);
    positions.acked('t', 1, 5);
    positions.acked('t', 1, 7);
    expect(positions.takeCommits()).toEqual([{ topic: 't', partition: 1, offset: '12' }]);
    positions.acked('t', 1, 12);
    expect(positions.takeCommits()).toEqual([{ topic: 't', partition: 1, offset: '13' }]);
    expect(positions.takeCommits()).toEqual([]);
  });

  it('ignore what was acknowledged in an old epoch', () => {
    positions.delivered('t', 1, held(5));
    positions.clear();
    positions.acked('t', 1, 5);
    expect(positions.takeCommits()).toEqual([]);
  });

  it('say again what the broker refused to keep', () => {
    positions.delivered('t', 1, held(5));
    positions.acked('t', 1, 5);
    const offsets = positions.takeCommits();
    positions.refused(offsets);
    expect(positions.takeCommits()).toEqual(offsets);
  });

  it('go back to the first offset that is not settled', () => {
    positions.delivered('t', 1, held(1, 2, 3));
    positions.acked('t', 1, 1);
    expect(positions.rewind('t', 1)).toBe(2);
  });

  it('run too far ahead by number in one partition, and may go on when enough is settled', () => {
    positions.delivered('t', 1, many(580));
    expect(positions.isFarAhead('t', 1)).toBe(false);
    positions.delivered('t', 1, [{ offset: 580, bytes: 100 }]);
    expect([positions.isFarAhead('t', 1), positions.isFarAhead('t', 2)]).toEqual([true, false]);
    positions.paused('t', 1);
    for (let offset = 0; offset < 181; offset += 1) positions.acked('t', 1, offset);
    expect(positions.drained()).toEqual([]);
    positions.acked('t', 1, 181);
    expect(positions.drained()).toEqual([{ topic: 't', partition: 1 }]);
    expect(positions.drained()).toEqual([]);
  });

  it('run too far ahead by bytes in all partitions together', () => {
    positions.delivered('t', 1, many(90, 200_000));
    expect(positions.isFarAhead('t', 2)).toBe(true);
    positions.paused('t', 2);
    for (let offset = 0; offset < 40; offset += 1) positions.acked('t', 1, offset);
    expect(positions.drained()).toEqual([]);
    for (let offset = 40; offset < 60; offset += 1) positions.acked('t', 1, offset);
    expect(positions.drained()).toEqual([{ topic: 't', partition: 2 }]);
  });

  it.each(['clear', 'forget', 'rewind'] as const)('let a paused partition go on after %s', (how) => {
    positions.delivered('t', 1, many(1_200, 100_000));
    positions.paused('t', 1);
    if (how === 'clear') positions.clear();
    else positions[how]('t', 1);
    expect(positions.drained()).toEqual([{ topic: 't', partition: 1 }]);
  });
});
