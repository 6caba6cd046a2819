import { depthOfTimeline } from './timeline.rules';

const near = { reachesRegion: true, isReferrer: false };
const far = { reachesRegion: false, isReferrer: false };
const farReferrer = { reachesRegion: false, isReferrer: true };

describe('how much of a timeline is shown', () => {
  it.each([
    ['an assessor of the region', ['CAS3_ASSESSOR', 'CAS3_REFERRER'], near, 'full'],
    ['the one who referred, from another region', [], farReferrer, 'referrer'],
    ['the one who referred, being an assessor elsewhere', ['CAS3_ASSESSOR'], farReferrer, 'referrer'],
    ['a referrer of the region', ['CAS3_REFERRER'], near, 'referrer'],
  ] as const)('to %s', (_, roles, reader, expected) => {
    expect(depthOfTimeline(roles, reader)).toBe(expected);
  });

  it.each([
    ['a referrer elsewhere', ['CAS3_REFERRER'], far],
    ['a reporter who is nothing else', ['CAS3_REPORTER'], near],
    ['an admin of the region', ['CAS3_ADMIN'], near],
    ['someone without a role', [], near],
  ] as const)('nothing to %s', (_, roles, reader) => {
    expect(() => depthOfTimeline(roles, reader)).toThrow(expect.objectContaining({ kind: 'forbidden' }));
  });
});
