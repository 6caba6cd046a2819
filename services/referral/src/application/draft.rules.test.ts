import { remove, requireDraft, requireIndexOffence, save, statusOf } from './draft.rules';
import { etagOf, requireRevision } from './revision.rules';

const now = new Date('2026-01-12T10:15:30Z');
const draft = { submittedAt: null, deletedAt: null, revision: 4 };

describe('the status of an application', () => {
  it.each([
    [null, null, 'inProgress'],
    [now, null, 'submitted'],
    [now, 'ready_to_place', 'submitted'],
    [now, 'closed', 'submitted'],
    [now, 'rejected', 'rejected'],
  ])('submitted %s with assessment %s is %s', (submittedAt, assessmentStatus, status) => {
    expect(statusOf({ submittedAt, assessmentStatus })).toBe(status);
  });
});

describe('the index offence', () => {
  it('needs its three parts, and every missing one is named', () => {
    expect(() => requireIndexOffence({ convictionId: null, offenceId: ' ' })).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        details: {
          invalidParams: [
            { propertyName: '$.convictionId', errorType: 'empty' },
            { propertyName: '$.deliusEventNumber', errorType: 'empty' },
            { propertyName: '$.offenceId', errorType: 'empty' },
          ],
        },
      }),
    );
    expect(requireIndexOffence({ convictionId: 0, deliusEventNumber: '1', offenceId: 'M1' })).toEqual({
      convictionId: 0,
      deliusEventNumber: '1',
      offenceId: 'M1',
    });
  });
});

describe('a draft', () => {
  it('is replaced as a whole and gets the next revision', () => {
    expect(save(draft, '{"a":1}').changes).toEqual({ data: '{"a":1}', revision: 5 });
  });

  it('is frozen by submission', () => {
    const submitted = { ...draft, submittedAt: now };
    const refusal = expect.objectContaining({ kind: 'conflict', code: 'APPLICATION_ALREADY_SUBMITTED' });
    expect(() => save(submitted, '{}')).toThrow(refusal);
    expect(() => remove(submitted, now)).toThrow(refusal);
    expect(() => requireDraft(submitted)).toThrow(
      expect.objectContaining({ details: { detail: 'This application has already been submitted' } }),
    );
  });

  it('is gone once deleted, and deleting it again changes nothing', () => {
    expect(remove(draft, now).changes).toEqual({ deletedAt: now });
    const deleted = { ...draft, deletedAt: now };
    expect(remove(deleted, new Date('2026-01-13T00:00:00Z')).changes).toEqual({});
    expect(() => save(deleted, '{}')).toThrow(expect.objectContaining({ kind: 'not-found' }));
  });
});

describe('a write with If-Match', () => {
  it.each([undefined, '*', '"4"', 'W/"4"', '"3", "4"'])('passes with %s at revision 4', (ifMatch) => {
    expect(() => requireRevision(4, ifMatch)).not.toThrow();
  });

  it.each(['"3"', '"44"', '', 'nonsense'])('is refused with %s at revision 4', (ifMatch) => {
    expect(() => requireRevision(4, ifMatch)).toThrow(
      expect.objectContaining({ kind: 'conflict', code: 'APPLICATION_CHANGED' }),
    );
  });

  it('matches the tag that was handed out', () => {
    expect(() => requireRevision(7, etagOf(7))).not.toThrow();
  });
});
