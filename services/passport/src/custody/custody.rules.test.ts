import { prisonAfter, type Movement } from './custody.rules';

const aMovement = (over: Partial<Movement>): Movement => ({
  eventId: '00000000-0000-7000-8000-000000000001',
  type: 'PRISON_ADMISSION',
  prisonId: 'MDI',
  occurredAt: new Date('2026-03-02T09:00:00Z'),
  verifiedAt: new Date('2026-03-02T10:00:00Z'),
  ...over,
});
const released = aMovement({ type: 'PRISON_RELEASE', occurredAt: new Date('2026-03-02T09:05:00Z') });
const recalled = aMovement({
  prisonId: 'SWI',
  occurredAt: new Date('2026-04-10T15:00:00Z'),
  verifiedAt: new Date('2026-04-10T16:00:00Z'),
});

describe('where custody events leave a person', () => {
  it('is unknown without any', () => {
    expect(prisonAfter([])).toBeNull();
  });

  it('is out after a release and a prison after an admission, whichever was heard first', () => {
    expect(prisonAfter([aMovement({}), released])).toBe('OUT');
    expect(prisonAfter([released, aMovement({})])).toBe('OUT');
    expect(prisonAfter([recalled, released])).toBe('SWI');
  });

  it('is unknown again when the newest admission does not say', () => {
    expect(prisonAfter([released, { ...recalled, prisonId: null }])).toBeNull();
  });

  it('is the older admission again when the prison takes a release back', () => {
    const takenBack = aMovement({
      occurredAt: new Date('2026-01-10T09:00:00Z'),
      verifiedAt: new Date('2026-03-03T08:00:00Z'),
    });
    expect(prisonAfter([released, takenBack])).toBe('MDI');
    expect(prisonAfter([takenBack, released])).toBe('MDI');
  });

  it('is what was verified last when two happened at one instant', () => {
    const late = aMovement({
      ...released,
      occurredAt: recalled.occurredAt,
      verifiedAt: new Date('2026-04-11T00:00:00Z'),
    });
    expect(prisonAfter([late, recalled])).toBe('OUT');
    expect(prisonAfter([recalled, late])).toBe('OUT');
  });

  it('does not depend on the order of two that differ in nothing but their id', () => {
    const other = { ...released, eventId: '00000000-0000-7000-8000-000000000002', type: 'PRISON_ADMISSION' } as const;
    expect(prisonAfter([released, other])).toBe(prisonAfter([other, released]));
  });
});
