import { requireViewer } from './viewer.rules';

const submitted = { submittedAt: new Date('2026-01-12T10:15:30Z'), deletedAt: null };
const draft = { submittedAt: null, deletedAt: null };
const near = { isCreator: false, reachesRegion: true };
const far = { isCreator: false, reachesRegion: false };
const creator = { isCreator: true, reachesRegion: false };

describe('who may view an application', () => {
  it.each([
    ['the creator of a draft', draft, [], creator],
    ['the creator, now in another region', submitted, [], creator],
    ['a referrer of the placement region', submitted, ['CAS3_REFERRER'], near],
    ['an assessor of the placement region', submitted, ['CAS3_ASSESSOR'], near],
  ])('%s', (_, application, roles, viewer) => {
    expect(() => requireViewer(application, roles, viewer)).not.toThrow();
  });

  it.each([
    ['a colleague, of a draft', draft, ['CAS3_REFERRER'], near],
    ['an assessor, of a draft', draft, ['CAS3_ASSESSOR'], near],
    ['a reporter who is nothing else', submitted, ['CAS3_REPORTER'], near],
    ['an admin', submitted, ['CAS3_ADMIN'], near],
    ['an assessor of another region', submitted, ['CAS3_ASSESSOR'], far],
  ])('is not %s', (_, application, roles, viewer) => {
    expect(() => requireViewer(application, roles, viewer)).toThrow(expect.objectContaining({ kind: 'forbidden' }));
  });

  it('is nobody once the draft is deleted', () => {
    const deleted = { ...draft, deletedAt: new Date('2026-01-13T09:00:00Z') };
    expect(() => requireViewer(deleted, [], creator)).toThrow(expect.objectContaining({ kind: 'not-found' }));
  });
});
