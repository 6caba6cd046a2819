import { DraftReferralDeleted } from '@throughcare/events/draft-referral-deleted.v2';
import { remove, requireDraft, requireIndexOffence, save, statusOf } from './draft.rules';
import { etagOf, requireRevision } from '../saving/revision.rules';

const now = new Date('2026-01-12T10:15:30Z');
const ME = 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77';
const facts = { id: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10', crn: 'X900001', nomsNumber: 'A9001AA' };
const draft = { ...facts, submittedAt: null, deletedAt: null, revision: 4, data: '{"a":1}' };

describe('the status of an application', () => {
  it.each([
    [null, null, 'inProgress'],
    [now, null, 'submitted'],
    [now, 'ready_to_place', 'submitted'],
    [now, 'closed', 'submitted'],
    [now, 'rejected', 'rejected'],
  ])('submitted %s with assessment %s is %s', (submittedAt, assessmentStatus, status) => {
    expect(statusOf({ withdrawnAt: null, submittedAt, assessmentStatus })).toBe(status);
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
    expect(() => remove(submitted, ME, now)).toThrow(refusal);
    expect(() => requireDraft(submitted)).toThrow(
      expect.objectContaining({ details: { detail: 'This application has already been submitted' } }),
    );
  });

  it('is gone once deleted, and deleting it again changes nothing', () => {
    expect(remove(draft, ME, now).changes).toEqual({ deletedAt: now, usedAt: now });
    const deleted = { ...draft, deletedAt: now };
    expect(remove(deleted, ME, new Date('2026-01-13T00:00:00Z'))).toEqual({ changes: {}, events: [] });
    expect(() => save(deleted, '{}')).toThrow(expect.objectContaining({ kind: 'not-found' }));
  });
});

it('F-022: a deleted draft is told, with who deleted it', () => {
  const [event] = remove(draft, ME, now).events;
  expect(DraftReferralDeleted.data.parse(event?.data)).toEqual({
    applicationId: draft.id,
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    reason: 'by-hand',
    deletedByUserId: ME,
    deletedAt: now.toISOString(),
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
