import { CaseSummaries, UserAccess } from '../ndelius/ndelius.schema';
import { InmateDetail } from '../prison-api/prison-api.schema';
import { sampleJson } from '../testing/samples';
import { maySee, personFor, prisonerPersonalOf, whereaboutsOf } from './people.rules';

const delius = (name: string) => sampleJson(`upstreams/approved-premises-and-delius/${name}.json`);
const [james, teapot] = CaseSummaries.parse(delius('case-summaries')).cases;
const access = UserAccess.parse(delius('user-access')).access;
const accessTo = (crn: string) => access.find((row) => row.crn === crn);
const inmate = (name: string) => InmateDetail.parse(sampleJson(`upstreams/prison-api/${name}.json`));

describe('a person', () => {
  it('is shown in full to who may see them', () => {
    expect(personFor('X320741', james, accessTo('X320741'), whereaboutsOf(inmate('offender-detail')))).toEqual({
      type: 'FullPerson',
      crn: 'X320741',
      name: 'James Brown',
      dateOfBirth: '1979-03-12',
      sex: 'Male',
      status: 'InCustody',
      nomsNumber: 'A1234AI',
      pncNumber: '2004/0712343H',
      ethnicity: 'White: British/English/Welsh/Scottish/Northern Irish',
      nationality: 'British',
      religionOrBelief: 'None',
      genderIdentity: 'Prefer to self-describe',
      prisonName: 'Moorland (HMP & YOI)',
      prisonId: 'MDI',
      isRestricted: true,
    });
  });

  it('has null for what nDelius leaves out', () => {
    expect(personFor('X320811', teapot, accessTo('X320741'))).toMatchObject({
      nomsNumber: null,
      pncNumber: null,
      ethnicity: null,
      status: 'Unknown',
      isRestricted: false,
    });
  });

  it.each(['X320742', 'X320743'])('is nothing but a number to who may not: %s', (crn) => {
    expect(personFor(crn, james, accessTo(crn))).toEqual({ type: 'RestrictedPerson', crn });
  });

  it('is restricted when nDelius gave no answer about them, or an odd one', () => {
    expect(personFor('X320741', james, undefined)).toEqual({ type: 'RestrictedPerson', crn: 'X320741' });
    const [odd] = UserAccess.parse({ access: [{ crn: 'X320741', userExcluded: 'no' }] }).access;
    expect(maySee(odd)).toBe(false);
  });

  it('is unknown without a case, although nDelius says "unlimited" of any number', () => {
    expect(personFor('X000000', undefined, accessTo('X000000'))).toEqual({ type: 'UnknownPerson', crn: 'X000000' });
  });
});

describe('where somebody is', () => {
  it.each([
    ['offender-detail', { status: 'InCustody', prisonName: 'Moorland (HMP & YOI)', prisonId: 'MDI' }],
    ['offender-detail.released', { status: 'InCommunity', prisonName: null }],
    ['offender-detail.minimal-no-booking', { status: 'Unknown', prisonName: null }],
  ])('%s', (name, expected) => {
    expect(whereaboutsOf(inmate(name))).toEqual(expected);
  });

  it('is unknown when the prison API could not be asked', () => {
    expect(whereaboutsOf(undefined)).toEqual({ status: 'Unknown', prisonName: null });
  });
});

describe('personal details of a prisoner', () => {
  it('have every member, null where nothing is known', () => {
    expect(prisonerPersonalOf('G6123VU', inmate('offender-detail'), '2026-10-11')).toMatchObject({
      prisonerNumber: 'G6123VU',
      prisonId: 'MDI',
      firstName: 'JOHN',
      lastName: 'SAUNDERS',
      middleNames: 'MIDDLE NAMES',
      dateOfBirth: '1990-10-12',
      age: 35,
      location: '2-2-035',
      facialImageId: '1413311',
      prisonName: 'Moorland (HMP & YOI)',
      email: null,
    });
    expect(
      Object.keys(prisonerPersonalOf('A1234DD', inmate('offender-detail.minimal-no-booking'), '2026-03-02')),
    ).toHaveLength(17);
  });

  it('of someone without booking are outside', () => {
    expect(prisonerPersonalOf('A1234DD', inmate('offender-detail.minimal-no-booking'), '2026-03-02')).toMatchObject({
      prisonId: 'OUT',
      prisonName: null,
      isRecall: null,
      isHomeDetention: false,
    });
  });

  it('count years by birthdays', () => {
    const ageOn = (today: string) => prisonerPersonalOf('G6123VU', inmate('offender-detail'), today).age;
    expect([ageOn('2026-10-11'), ageOn('2026-10-12'), ageOn('1980-01-01')]).toEqual([35, 36, null]);
  });
});
