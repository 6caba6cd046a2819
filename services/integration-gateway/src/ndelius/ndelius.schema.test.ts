import { personFor } from '../people/people.rules';
import { CaseSummary } from './ndelius.schema';

it('F-065: names and numbers from nDelius are read in one form', () => {
  const summary = CaseSummary.parse({
    crn: ' x900001',
    nomsId: 'a1234bc ',
    pnc: '2004/0712343h ',
    dateOfBirth: '1990-02-01',
    name: { forename: ' Robin  Lee', surname: 'Example\u00a0 Smith ' },
    currentExclusion: false,
    currentRestriction: false,
  });
  const access = { crn: 'X900001', userExcluded: false, userRestricted: false };
  expect(personFor('X900001', summary, access)).toMatchObject({
    crn: 'X900001',
    nomsNumber: 'A1234BC',
    pncNumber: '2004/0712343H',
    name: 'Robin Lee Example Smith',
  });
});
