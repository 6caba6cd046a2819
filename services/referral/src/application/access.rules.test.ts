import { requireCreator, requireViewer, type Owned, type Viewer } from './access.rules';

const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const WALES = 'afee0696-8df3-4d9f-9d0c-268f17772e2c';
const CREATOR = 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77';
const OTHER = '0b1b1f0de-0000-4c07-8d51-6d9b6a4f1c78';

const aViewer = (over: Partial<Viewer> = {}): Viewer => ({
  userId: OTHER,
  regionId: LONDON,
  roles: ['CAS3_REFERRER'],
  ...over,
});
const anApplication = (over: Partial<Owned> = {}): Owned => ({
  createdByUserId: CREATOR,
  placementRegionId: LONDON,
  submittedAt: new Date('2026-01-12T10:15:30Z'),
  deletedAt: null,
  ...over,
});
const draft = anApplication({ submittedAt: null, placementRegionId: null });

const view = (application: Owned, viewer: Viewer) => () => requireViewer(application, viewer);

describe('who may view an application', () => {
  it.each([
    ['the creator of a draft', draft, aViewer({ userId: CREATOR, roles: [] })],
    ['the creator, in another region by now', anApplication(), aViewer({ userId: CREATOR, regionId: WALES })],
    ['a referrer of the placement region', anApplication(), aViewer()],
    ['an assessor of the placement region', anApplication(), aViewer({ roles: ['CAS3_ASSESSOR'] })],
    ['an assessor anywhere who is a reporter too', anApplication(), reporter(['CAS3_ASSESSOR', 'CAS3_REPORTER'])],
  ])('%s', (_, application, viewer) => {
    expect(view(application, viewer)).not.toThrow();
  });

  it.each([
    ['a colleague, of a draft', draft, aViewer()],
    ['an assessor, of a draft', draft, aViewer({ roles: ['CAS3_ASSESSOR'] })],
    ['a reporter who is nothing else', anApplication(), aViewer({ roles: ['CAS3_REPORTER'] })],
    ['an admin', anApplication(), aViewer({ roles: ['CAS3_ADMIN'] })],
    ['an assessor of another region', anApplication(), aViewer({ roles: ['CAS3_ASSESSOR'], regionId: WALES })],
  ])('is not %s', (_, application, viewer) => {
    expect(view(application, viewer)).toThrow(expect.objectContaining({ kind: 'forbidden' }));
  });

  it('is nobody once the draft is deleted', () => {
    const deleted = anApplication({ submittedAt: null, deletedAt: new Date('2026-01-13T09:00:00Z') });
    expect(view(deleted, aViewer({ userId: CREATOR }))).toThrow(expect.objectContaining({ kind: 'not-found' }));
  });
});

describe('who may change an application', () => {
  it('is the creator and nobody else', () => {
    expect(() => requireCreator(draft, aViewer({ userId: CREATOR, roles: [] }))).not.toThrow();
    expect(() => requireCreator(draft, aViewer({ roles: ['CAS3_ADMIN', 'CAS3_ASSESSOR'] }))).toThrow(
      expect.objectContaining({ kind: 'forbidden' }),
    );
  });
});

function reporter(roles: string[]): Viewer {
  return aViewer({ roles, regionId: WALES });
}
