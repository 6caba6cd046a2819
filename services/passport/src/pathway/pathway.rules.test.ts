import { requireStaffSource, requireStorable, setStatus, STATUSES, isSecondPress } from './pathway.rules';

const NOW = new Date('2026-03-02T10:00:00.000Z');
const person = { nomsNumber: 'A9001AA', crn: 'X900001' };
const health = { pathway: 'HEALTH', status: 'NOT_STARTED' } as const;

it.each([
  ['at once', 'DONE', 0, true],
  ['just within the minute', 'DONE', 59_999, true],
  ['a minute later', 'DONE', 60_000, false],
  ['for another status', 'IN_PROGRESS', 0, false],
] as const)('F-031: the same note %s (%s) is the second press: %s', (_, to, later, expected) => {
  const at = new Date('2026-01-12T10:00:00Z');
  const latest = { text: 'Done', authorUsername: 'A', createdAt: at };
  const now = { text: 'Done', authorUsername: 'A', at: new Date(at.getTime() + later) };
  expect(isSecondPress({ status: 'DONE' }, to, latest, now)).toBe(expected);
  expect(isSecondPress({ status: 'DONE' }, to, { ...latest, text: 'Other' }, now)).toBe(false);
  expect(isSecondPress({ status: 'DONE' }, to, { ...latest, authorUsername: 'B' }, now)).toBe(false);
  expect(isSecondPress({ status: 'DONE' }, to, null, now)).toBe(false);
});

describe('setting a pathway status', () => {
  it('changes the row and tells it in one event', () => {
    const { changes, events } = setStatus(person, health, 'DONE', 'staff', NOW);
    expect(changes).toEqual({ status: 'DONE', cause: 'staff', updatedAt: NOW });
    expect(events).toEqual([
      {
        type: 'resettlement.pathway.updated',
        version: 1,
        data: {
          nomsNumber: 'A9001AA',
          crn: 'X900001',
          pathway: 'HEALTH',
          from: 'NOT_STARTED',
          to: 'DONE',
          cause: 'staff',
          changedAt: '2026-03-02T10:00:00.000Z',
        },
      },
    ]);
  });

  it('tells nothing and keeps the day of the last change when the status stays', () => {
    expect(setStatus(person, health, 'NOT_STARTED', 'staff', NOW)).toEqual({ changes: { cause: 'staff' }, events: [] });
  });

  it('says the prison where it is known and the person is there', () => {
    const prisonOf = (prisonId: string | null) =>
      setStatus({ ...person, prisonId }, health, 'DONE', 'staff', NOW).events[0]?.data.prisonId;
    expect([prisonOf('MDI'), prisonOf('OUT'), prisonOf(null)]).toEqual(['MDI', undefined, undefined]);
  });

  it('leaves the CRN out while it is unknown', () => {
    const { events } = setStatus({ ...person, crn: null }, health, 'DONE', 'staff', NOW);
    expect(events[0]?.data).not.toHaveProperty('crn');
  });

  it('lets any status follow any other', () => {
    const pairs = STATUSES.flatMap((from) => STATUSES.map((to) => [from, to] as const));
    for (const [status, to] of pairs) {
      expect(setStatus(person, { pathway: 'HEALTH', status }, to, 'staff', NOW).events).toHaveLength(
        status === to ? 0 : 1,
      );
    }
  });
});

describe('who sets a status', () => {
  it.each(['nomis', 'delius', 'NOMIS', 'Delius'])('may have signed in with %s', (source) => {
    expect(() => requireStaffSource(source)).not.toThrow();
  });

  it.each(['none', 'auth', 'azuread', ''])('may not have signed in with %p', (source) => {
    expect(() => requireStaffSource(source)).toThrow(
      expect.objectContaining({ kind: 'invalid', code: 'AUTH_SOURCE_NOT_ALLOWED' }),
    );
  });
});

describe('a note', () => {
  it.each(['ok', 'line\r\nline', 'Łódź 房 🏠'])('may be %p', (text) => {
    expect(() => requireStorable('caseNoteText', text)).not.toThrow();
  });

  it.each(['a\u0000b', 'half \ud83d of one'])('may not be %p', (text) => {
    expect(() => requireStorable('caseNoteText', text)).toThrow(
      expect.objectContaining({
        details: { invalidParams: [{ propertyName: '$.caseNoteText', errorType: 'invalid' }] },
      }),
    );
  });
});
