import { everyRoute } from '@throughcare/platform/testing';
import { PassportApp } from './testing/passport-app';

const NOMS = 'A9001AA';

everyRoute(() => PassportApp.start(), {
  papers: async ({ prisoners }) => {
    prisoners.add(NOMS);
    return { nomsId: NOMS };
  },
  hide: ({ prisoners }, isHidden) => (isHidden ? prisoners.failing.set(NOMS, 403) : prisoners.failing.delete(NOMS)),
  refusal: 404,
  secrets: ['BLOGGS', '1990-01-31'],
  claims: { authSource: 'nomis', name: 'Rosa Resettle' },
  bodies: {
    'PATCH /resettlement-passport/prisoner/:nomsId/pathway-with-case-note': () => ({
      pathway: 'HEALTH',
      status: 'IN_PROGRESS',
      caseNoteText: 'Saw the nurse',
    }),
  },
});
