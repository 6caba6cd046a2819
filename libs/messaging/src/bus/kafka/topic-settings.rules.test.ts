import { OUR_SETTINGS, settingProblems } from './topic-settings.rules';

const GOOD = {
  'compression.type': 'producer',
  'cleanup.policy': 'delete',
  'max.message.bytes': '1048588',
  'retention.ms': '604800000',
  'retention.bytes': '-1',
};

describe('F-026: a topic', () => {
  it('with Kafka’s own defaults is fine, and so is one that says nothing', () => {
    expect([
      settingProblems('t', GOOD),
      settingProblems('t', {}),
      settingProblems('t', { 'retention.ms': null }),
    ]).toEqual([[], [], []]);
  });

  it.each([
    ['compression.type', 'lz4', 'Set compression.type=producer'],
    ['compression.type', 'snappy', 'Set compression.type=producer'],
    ['compression.type', 'zstd', 'Set compression.type=producer'],
    ['cleanup.policy', 'compact', 'Set cleanup.policy=delete'],
    ['cleanup.policy', 'compact,delete', 'Set cleanup.policy=delete'],
    ['max.message.bytes', '65536', 'Set max.message.bytes=1048588'],
    ['retention.ms', '3600000', 'Set retention.ms=604800000'],
    ['retention.bytes', '1048576', 'Set retention.bytes=-1'],
  ])('with %s=%s is named, and what to do', (setting, value, what) => {
    const [problem, ...others] = settingProblems('throughcare.booking', { ...GOOD, [setting]: value });
    expect(problem).toContain(`throughcare.booking has ${setting}=${value}`);
    expect(problem).toContain(what);
    expect(others).toEqual([]);
  });

  it('is made with what must not follow a default of the cluster', () => {
    expect(OUR_SETTINGS).toEqual([
      { name: 'compression.type', value: 'producer' },
      { name: 'cleanup.policy', value: 'delete' },
    ]);
  });
});
