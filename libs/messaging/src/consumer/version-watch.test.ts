import { counted } from '@throughcare/base/metrics';
import { aRecord } from '../../proof/harness/records';
import { VersionWatch } from './version-watch';

const inversionsOf = (versions: number[]) => {
  const before = counted('version_inversions');
  const watch = new VersionWatch('test');
  for (const version of versions) watch.saw([aRecord({ key: 'K', version })]);
  return counted('version_inversions') - before;
};

describe('VersionWatch', () => {
  it('counts nothing while versions rise, with or without gaps', () => {
    expect(inversionsOf([1, 2, 3, 7])).toBe(0);
  });

  it('counts each event that comes after a later one', () => {
    expect(inversionsOf([1, 3, 2, 4, 4])).toBe(2);
  });

  it('tells aggregates apart', () => {
    const before = counted('version_inversions');
    new VersionWatch('test').saw([
      aRecord({ key: 'K', aggregateId: 'a', version: 5 }),
      aRecord({ key: 'K', aggregateId: 'b', version: 1 }),
      aRecord({ key: 'K', aggregateId: 'a', version: 6, source: 'passport' }),
    ]);
    expect(counted('version_inversions')).toBe(before);
  });
});
