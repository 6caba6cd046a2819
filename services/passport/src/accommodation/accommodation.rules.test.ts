import fc from 'fast-check';
import { accommodationStatus, isNews, type Fact, type FactState } from './accommodation.rules';

const aFact = (kind: Fact['kind'], state: FactState, over: Partial<Fact> = {}): Fact => ({
  kind,
  subjectId: `${kind}-1`,
  applicationId: 'application-1',
  state,
  occurredAt: new Date('2026-02-01T10:00:00Z'),
  ...over,
});
const referral = aFact('referral', 'submitted');
const second = { subjectId: 'referral-2', applicationId: 'application-2' };
const later = { occurredAt: new Date('2026-06-01T10:00:00Z') };

describe('the accommodation pathway', () => {
  it.each<[string, Fact[], ReturnType<typeof accommodationStatus>]>([
    ['nothing is known', [], undefined],
    ['a referral is open', [referral], 'SUPPORT_REQUIRED'],
    ['a booking is provisional', [referral, aFact('booking', 'provisional')], 'IN_PROGRESS'],
    ['a booking is confirmed', [referral, aFact('booking', 'confirmed')], 'IN_PROGRESS'],
    ['a booking came before the news of its referral', [aFact('booking', 'confirmed')], 'IN_PROGRESS'],
    ['the person moved in', [referral, aFact('booking', 'arrived')], 'DONE'],
    [
      'the person moved in and is referred once more',
      [aFact('booking', 'arrived'), { ...referral, ...second }],
      'DONE',
    ],
    [
      'the booking was cancelled and the referral is open again',
      [referral, aFact('booking', 'cancelled')],
      'SUPPORT_REQUIRED',
    ],
    ['the only referral was rejected', [referral, aFact('assessment', 'rejected')], 'SUPPORT_REQUIRED'],
    ['the only booking was cancelled', [aFact('booking', 'cancelled')], 'SUPPORT_REQUIRED'],
    ['the person moved out', [referral, aFact('booking', 'departed')], 'DONE'],
    [
      'the person moved out and is referred again',
      [referral, aFact('booking', 'departed'), { ...referral, ...second }],
      'SUPPORT_REQUIRED',
    ],
    [
      'the person moved out and was rejected later',
      [referral, aFact('booking', 'departed'), aFact('assessment', 'rejected', { ...second, ...later })],
      'SUPPORT_REQUIRED',
    ],
    [
      'the person was rejected and later found a stay that ended',
      [aFact('assessment', 'rejected', second), aFact('booking', 'departed', later)],
      'DONE',
    ],
  ])('when %s', (_title, facts, status) => {
    expect(accommodationStatus(facts, false)).toBe(status);
  });

  it('stays as staff set it when all that is left is a rejection or a cancellation', () => {
    expect(accommodationStatus([referral, aFact('assessment', 'rejected')], true)).toBeUndefined();
    expect(accommodationStatus([aFact('booking', 'cancelled')], true)).toBeUndefined();
  });

  it('moves on from what staff set when something is open, or a stay begins or ends', () => {
    expect(accommodationStatus([referral], true)).toBe('SUPPORT_REQUIRED');
    expect(accommodationStatus([aFact('booking', 'provisional')], true)).toBe('IN_PROGRESS');
    expect(accommodationStatus([aFact('booking', 'arrived')], true)).toBe('DONE');
    expect(accommodationStatus([aFact('booking', 'departed')], true)).toBe('DONE');
  });
});

describe('news', () => {
  it('is what is newer than what is held of the same thing', () => {
    expect(isNews(null, { version: 1 })).toBe(true);
    expect(isNews({ version: 1 }, { version: 2 })).toBe(true);
    expect(isNews({ version: 2 }, { version: 2 })).toBe(false);
    expect(isNews({ version: 2 }, { version: 1 })).toBe(false);
  });
});

interface Told extends Fact {
  readonly version: number;
}

/** What several referrals, assessments and bookings say of themselves over time. */
const stories = fc
  .array(
    fc.record({
      application: fc.integer({ min: 1, max: 3 }),
      rejected: fc.boolean(),
      bookings: fc.array(
        fc.constantFrom<FactState[]>(
          ['provisional'],
          ['provisional', 'confirmed'],
          ['provisional', 'cancelled'],
          ['provisional', 'confirmed', 'arrived'],
          ['provisional', 'confirmed', 'arrived', 'departed'],
        ),
        { maxLength: 3 },
      ),
      minutes: fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 12, maxLength: 12 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((people) => people.flatMap((story, index) => tellings(story, index)));

const tellings = (
  {
    application,
    rejected,
    bookings,
    minutes,
  }: { application: number; rejected: boolean; bookings: FactState[][]; minutes: number[] },
  index: number,
): Told[] => {
  const at = (step: number) => new Date(Date.UTC(2026, 0, 1, 0, minutes[step % minutes.length]));
  const told = (kind: Fact['kind'], subject: string, state: FactState, version: number, step: number): Told => ({
    ...aFact(kind, state, { subjectId: `${subject}-${index}`, applicationId: `application-${application}` }),
    occurredAt: at(step),
    version,
  });
  return [
    told('referral', 'r', 'submitted', 1, 0),
    ...(rejected ? [told('assessment', 'a', 'rejected', 2, 1)] : []),
    ...bookings.flatMap((states, b) => states.map((state, s) => told('booking', `b${b}`, state, s + 1, b * 3 + s))),
  ];
};

/** The projection without a database: newest per thing, then the rule; the status stays where the rule says nothing. */
const project = (told: readonly Told[]) => {
  const held = new Map<string, Told>();
  let status = 'NOT_STARTED';
  for (const heard of told) {
    const id = `${heard.kind} ${heard.subjectId}`;
    if (!isNews(held.get(id) ?? null, heard)) continue;
    held.set(id, heard);
    status = accommodationStatus([...held.values()], false) ?? status;
  }
  return status;
};

describe('hearing the facts', () => {
  it('ends at the same status in every order, with repeats', () => {
    fc.assert(
      fc.property(
        stories.chain((told) =>
          fc.record({
            told: fc.constant(told),
            shuffled: fc.shuffledSubarray([...told, ...told], {
              minLength: told.length * 2,
              maxLength: told.length * 2,
            }),
          }),
        ),
        ({ told, shuffled }) => {
          expect(project(shuffled)).toBe(project(told));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('would not, if an older word could replace a newer one', () => {
    const arrived: Told = { ...aFact('booking', 'arrived'), version: 3 };
    const confirmed: Told = { ...aFact('booking', 'confirmed'), version: 2 };
    expect(accommodationStatus([confirmed], false)).not.toBe(accommodationStatus([arrived], false));
    expect(project([arrived, confirmed])).toBe('DONE');
  });
});
