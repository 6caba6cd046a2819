import { lists } from '@throughcare/reference/lists';
import { deliveryUnitOf, regionOf } from '@throughcare/reference/regions';
import fc from 'fast-check';
import { StaffDetail } from '../ndelius/ndelius.schema';
import { sampleJson } from '../testing/samples';
import { hasHptTeam } from './region-map.rules';
import type { Member } from './staff.rules';
import { factsOf, hasChanged, profileOf, profileWithoutRecord, rolesOf, staffEvent } from './staff.rules';

const TODAY = '2026-03-02';
const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const sample = sampleJson('upstreams/approved-premises-and-delius/staff-detail.json');
const facts = (changes: object = {}) => factsOf(StaffDetail.parse({ ...sample, ...changes }), TODAY);
const aMember = (changes: Partial<Member> = {}): Member => ({
  ...facts(),
  userId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
  username: 'JOHN-SMITH',
  roles: ['CAS3_REFERRER'],
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
    const { user } = profileOf(aMember(facts({ teams, probationArea: { code: 'N53' } })));
    expect(user?.probationDeliveryUnit?.name ?? null).toBe(name);
  });

  it('F-044: gives the same PDU in whatever order nDelius lists the teams', () => {
    const teams = [
      ...['N07CROY', 'N07BRNT', 'N07ZZZZ', 'N53DRBY'].map((code) => team(code, '2021-01-01')),
      team('N55BAS', '2024-01-01'),
      { startDate: '2025-01-01' },
      { borough: { code: 'N07CROY' } },
    ];
    const known = lists.unitOfCode('N07BRNT')?.id;
    fc.assert(
      fc.property(fc.shuffledSubarray(teams, { minLength: teams.length }), (shuffled) => {
        expect(facts({ teams: shuffled }).pduId).toBe(known);
      }),
    );
  });

  it('gives the PDU to which the code of the team has moved', () => {
    const croydon = lists.unitOfCode('N07CROY');
    if (!croydon) throw new Error('no unit');
    const north = { ...croydon, id: '0b1a5c80-58a7-4ce2-9f55-3b8f4a6d2c11', name: 'Croydon North' };
    const gone = { ...croydon, isActive: false, deliusCodes: [], successorIds: [north.id] };
    for (const item of [north, gone]) lists.apply({ list: 'probation-delivery-units', item, version: 1 });
    const { user } = profileOf(aMember(facts({ teams: [team('N07CROY', '2021-01-01')] })));
    expect(user?.probationDeliveryUnit).toEqual({ id: north.id, name: 'Croydon North' });
    lists.reset();
  });

  it('F-044: gives no PDU of another region, however new the team', () => {
    const yorkshire = team('N55BAS', '2024-01-01');
    expect(facts({ teams: [yorkshire] }).pduId).toBeNull();
    expect(facts({ teams: [yorkshire, team('N07CROY', '2020-01-01')] }).pduId).toBe(lists.unitOfCode('N07CROY')?.id);
  });

  it('F-007: of a national area is National’s, and its newest team gives the PDU', () => {
    const { regionId, pduId } = facts({ probationArea: { code: 'N43' }, teams: [team('N43SPT', '2024-01-01')] });
    expect([regionOf(regionId)?.name, deliveryUnitOf(pduId)?.name]).toEqual(['National', 'Special Projects Team']);
  });

  it.each([
    ['N07', true],
    ['N55', true],
    ['N33', false],
    ['N43', false],
    ['NA', false],
    ['ZZ9', false],
  ])('F-007: lets a staff block of area %s out: %s', (code, out) => {
    expect(hasHptTeam(code)).toBe(out);
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
        staffCode: 'N07B722',
        probationRegionCode: 'N07',
      },
    });
  });

  it('without a region is a load error, because no page works without one', () => {
    expect(profileOf(aMember({ regionId: null, regionCode: 'X99' }))).toEqual({
      ...profileWithoutRecord('JOHN-SMITH'),
      unsupportedProbationRegion: 'X99',
    });
  });
});

describe('the other services are told', () => {
  it('of a new member', () => {
    expect(hasChanged(undefined, aMember())).toBe(true);
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
    expect(hasChanged(aMember(), aMember(change))).toBe(true);
  });

  it.each<Partial<Member>>([{}, { email: 'new@example.com' }, { telephoneNumber: null }])(
    'not of what they do not keep: %p',
    (change) => {
      expect(hasChanged(aMember(), aMember(change))).toBe(false);
    },
  );
});
