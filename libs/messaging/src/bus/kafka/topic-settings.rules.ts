/** A topic's settings as the broker tells them, by name. */
export type TopicSettings = Readonly<Record<string, string | null | undefined>>;

interface Need {
  readonly setting: string;
  readonly isMet: (value: string) => boolean;
  readonly why: string;
  readonly set: string;
}

const atLeast = (least: number) => (value: string) => Number(value) === -1 || Number(value) >= least;
const SEVEN_DAYS_MS = 604_800_000;

/** What our client and our promises need of a topic, whatever the cluster's defaults are. */
const NEEDS: readonly Need[] = [
  {
    setting: 'compression.type',
    isMet: (value) => ['producer', 'uncompressed', 'gzip'].includes(value),
    why: 'our consumers cannot read what the broker compresses so',
    set: 'producer',
  },
  {
    setting: 'cleanup.policy',
    isMet: (value) => value === 'delete',
    why: 'compaction keeps only the last event of a person',
    set: 'delete',
  },
  {
    setting: 'max.message.bytes',
    isMet: (value) => Number(value) >= 1_048_588,
    why: 'the largest event is too large for it',
    set: '1048588',
  },
  {
    setting: 'retention.ms',
    isMet: atLeast(SEVEN_DAYS_MS),
    why: 'a consumer that is stopped for a week loses events',
    set: String(SEVEN_DAYS_MS),
  },
  { setting: 'retention.bytes', isMet: atLeast(1_073_741_824), why: 'events go before their time', set: '-1' },
];

/** Given to each topic that we make: what must not follow a default of the cluster. */
export const OUR_SETTINGS: readonly { readonly name: string; readonly value: string }[] = NEEDS.filter(({ setting }) =>
  ['compression.type', 'cleanup.policy'].includes(setting),
).map(({ setting, set }) => ({ name: setting, value: set }));

/** One sentence per setting with which events could not be read, sent or kept. What the broker does not tell is no problem. */
export const settingProblems = (topic: string, settings: TopicSettings): string[] =>
  NEEDS.flatMap(({ setting, isMet, why, set }) => {
    const value = settings[setting];
    if (value === undefined || value === null || isMet(value)) return [];
    return [`${topic} has ${setting}=${value}: ${why}. Set ${setting}=${set}`];
  });
