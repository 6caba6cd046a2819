import { StaffDetail } from '../ndelius/ndelius.schema';
import { sampleJson } from '../testing/samples';
import type { Member } from './staff.rules';
import { factsOf, isNews, profileOf, profileWithoutRecord, rolesOf, staffEvent } from './staff.rules';

const TODAY = '2026-03-02';
const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const sample = sampleJson('upstreams/approved-premises-and-delius/staff-detail.json');
const facts = (changes: object = {}) => factsOf(StaffDetail.parse({ ...sample, ...changes }), TODAY);
const aMember = (changes: Partial<Member> = {}): Member => ({
  ...facts(),
  ...{ userId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77', username: 'JOHN-SMITH', roles: ['CAS3_REFERRER'] },
  ...changes,
});
const team = (code: string, startDate: string, endDate?: string) => ({
  borough: { code },
  startDate,
  ...(endDate !== undefined && { endDate }),
});

describe('a staff record of nDelius', () => {
  it('is read with region and staff code', () => {
    expect(facts()).toEqual({
      staffCode: 'N07B722',
      name: 'John Smith',
      email: 'john.smith@example.com',
      telephoneNumber: '01632960002',
      regionId: LONDON,
      regionCode: 'N07',
      pduId: null,
      isActive: true,
    });
  });

  it.each([
    ['the newest team', [team('N53DERS', '2020-01-01'), team('N53DRBY', '2021-01-01')], 'Derby City'],
    [
      'not one that has ended',
      [team('N53DERS', '2020-01-01'), team('N53DRBY', '2021-01-01', '2022-01-01')],
      'Derbyshire',
    ],
    ['not one that ends today', [team('N53DERS', '2020-01-01'), team('N53DRBY', '2021-01-01', TODAY)], 'Derbyshire'],
    ['one that ends later', [team('N53DERS', '2020-01-01'), team('N53DRBY', '2021-01-01', '2026-03-03')], 'Derby City'],
    ['the newest that we know', [team('N53DERS', '2020-01-01'), team('N99XXXX', '2021-01-01')], 'Derbyshire'],
    ['none', [], null],
  ])('gives the PDU of %s', (_, teams, name) => {
    const { user } = profileOf(aMember(facts({ teams })));
    expect(user?.probationDeliveryUnit?.name ?? null).toBe(name);
  });

  it('is read whatever optional part is odd', () => {
    expect(facts({ email: null, telephoneNumber: 7, teams: null, active: 'x' })).toMatchObject({
      email: null,
      telephoneNumber: null,
      pduId: null,
      isActive: true,
    });
  });
});

describe('roles', () => {
  it.each([
    [[], ['CAS3_REFERRER']],
    [['CAS3_ASSESSOR'], ['CAS3_ASSESSOR']],
    [
      ['CAS3_ADMIN', 'CAS3_REFERRER'],
      ['CAS3_REFERRER', 'CAS3_ADMIN'],
    ],
    [['CAS1_SOMETHING'], ['CAS3_REFERRER']],
  ])('granted %p are %p', (granted, roles) => {
    expect(rolesOf(granted)).toEqual(roles);
  });
});

describe('a profile', () => {
  it('is what the front end expects, nothing left out', () => {
    expect(profileOf(aMember({ roles: ['CAS3_ASSESSOR', 'CAS3_ADMIN'], email: null }))).toEqual({
      deliusUsername: 'JOHN-SMITH',
      loadError: null,
      user: {
        service: 'CAS3',
        id: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
        name: 'John Smith',
        deliusUsername: 'JOHN-SMITH',
        region: { id: LONDON, name: 'London', hptEmail: 'londonps.hpt@justice.gov.uk' },
        roles: ['assessor', 'admin'],
        email: null,
        telephoneNumber: '01632960002',
        isActive: true,
        probationDeliveryUnit: null,
      },
    });
  });

  it('without a region is a load error, because no page works without one', () => {
    expect(profileOf(aMember({ regionId: null, regionCode: 'X99' }))).toEqual(profileWithoutRecord('JOHN-SMITH'));
  });
});

describe('the other services are told', () => {
  it('of a new member', () => {
    expect(isNews(undefined, aMember())).toBe(true);
    expect(staffEvent(aMember()).data).toEqual({
      userId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
      username: 'JOHN-SMITH',
      name: 'John Smith',
      staffCode: 'N07B722',
      probationRegionId: LONDON,
      probationRegionCode: 'N07',
      roles: ['CAS3_REFERRER'],
      isActive: true,
    });
  });

  it.each<Partial<Member>>([
    { roles: ['CAS3_ASSESSOR'] },
    { regionId: null },
    { pduId: '6d720c1a-4dc3-4541-b0f5-bee02deb2cd1' },
    { name: 'Joan Smith' },
    { isActive: false },
  ])('of a change: %p', (change) => {
    expect(isNews(aMember(), aMember(change))).toBe(true);
  });

  it.each<Partial<Member>>([{}, { email: 'new@example.com' }, { telephoneNumber: null }])(
    'not of what they do not keep: %p',
    (change) => {
      expect(isNews(aMember(), aMember(change))).toBe(false);
    },
  );
});
