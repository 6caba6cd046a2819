import { CaseDetail } from '../ndelius/ndelius.schema';
import { Rosh } from '../oasys/oasys.schema';
import { sampleJson } from '../testing/samples';
import { Tier } from '../tier/tier.client';
import { risksOf, type Answers } from './risk.rules';

const rosh = Rosh.parse(sampleJson('upstreams/approved-premises-and-oasys/rosh.json'));
const detail = CaseDetail.parse(sampleJson('upstreams/approved-premises-and-delius/case-detail.json'));
const tier = Tier.parse(sampleJson('upstreams/hmpps-tier/tier.json'));
const now = new Date('2023-04-01T10:00:00Z');
const all: Answers = { rosh: { found: rosh }, detail: { found: detail }, tier: { found: tier } };
const of = (answers: Partial<Answers>, at = now) => risksOf('X320741', { ...all, ...answers }, at);
const roshOf = (changes: object, at = now) =>
  of({ rosh: { found: Rosh.parse({ ...rosh, ...changes }) } }, at).roshRisks;
const mappaOf = (changes: object) =>
  of({ detail: { found: CaseDetail.parse({ ...detail, mappaDetail: { ...detail.mappaDetail, ...changes } }) } }).mappa;

describe('risks of a person', () => {
  it('are the four that clients know, each with its source and when it was asked', () => {
    const checkedAt = now.toISOString();
    expect(of({})).toEqual({
      crn: 'X320741',
      roshRisks: {
        status: 'retrieved',
        value: {
          overallRisk: 'High',
          riskToChildren: 'High',
          riskToPublic: 'Low',
          riskToKnownAdult: 'Medium',
          riskToStaff: 'High',
          lastUpdated: '2022-11-09',
        },
        source: 'OASys',
        checkedAt,
      },
      mappa: {
        status: 'retrieved',
        value: { level: 'CAT MAPPA Category 3/LEVEL MAPPA Level 2', lastUpdated: '2023-04-05' },
        source: 'nDelius',
        checkedAt,
      },
      tier: {
        status: 'retrieved',
        value: { level: 'A1', lastUpdated: '2022-09-05', version: 'V2' },
        source: 'HMPPS Tier',
        checkedAt,
      },
      flags: { status: 'retrieved', value: ['Description of ARSO'], source: 'nDelius', checkedAt },
    });
  });

  it('that nobody holds are not found', () => {
    const nothing = of({ rosh: { found: undefined }, detail: { found: undefined }, tier: { found: undefined } });
    for (const one of [nothing.roshRisks, nothing.mappa, nothing.tier, nothing.flags])
      expect(one).toMatchObject({ status: 'not_found', value: null });
  });

  it('whose source could not be asked are errors, and the others are shown', () => {
    expect(of({ rosh: 'failed' })).toMatchObject({ roshRisks: { status: 'error' }, tier: { status: 'retrieved' } });
    expect(of({ tier: 'failed' })).toMatchObject({ tier: { status: 'error', value: null } });
    expect(of({ detail: 'failed' })).toMatchObject({ mappa: { status: 'error' }, flags: { status: 'error' } });
  });
});

describe('the ratings of OASys', () => {
  it('count for six months from the day it was finished', () => {
    const finished = { dateCompleted: '2023-01-15T15:02:17Z' };
    expect(roshOf(finished, new Date('2023-07-15T12:00:00Z'))).toMatchObject({
      status: 'retrieved',
      value: { lastUpdated: '2023-01-15' },
    });
    expect(roshOf(finished, new Date('2023-07-16T12:00:00Z')).status).toBe('not_found');
  });

  it('count from the day it was begun when it is not finished', () => {
    expect(roshOf({}, new Date('2023-05-09T12:00:00Z')).status).toBe('retrieved');
    expect(roshOf({}, new Date('2023-05-10T12:00:00Z')).status).toBe('not_found');
  });

  it.each(['riskChildrenCommunity', 'riskPublicCommunity', 'riskKnownAdultCommunity', 'riskStaffCommunity'])(
    'are not found without %s',
    (member) => expect(roshOf({ rosh: { ...rosh.rosh, [member]: null } }).status).toBe('not_found'),
  );

  it('of custody are not asked for', () => {
    expect(roshOf({ rosh: { ...rosh.rosh, riskStaffCustody: 'VERY_HIGH' } }).value?.overallRisk).toBe('High');
  });

  it('in words nobody knows are an error, never absent', () => {
    expect(roshOf({ rosh: { ...rosh.rosh, riskPublicCommunity: '[High]' } }).status).toBe('error');
    expect(Rosh.safeParse({ ...rosh, rosh: { riskPublicCommunity: 7 } }).success).toBe(false);
  });

  it('are the highest of the four', () => {
    expect(roshOf({ rosh: { ...rosh.rosh, riskPublicCommunity: 'VERY_HIGH' } }).value).toMatchObject({
      overallRisk: 'Very High',
      riskToPublic: 'Very High',
    });
  });
});

describe('MAPPA', () => {
  it('that is not there is not found', () => {
    expect(of({ detail: { found: { ...detail, mappaDetail: undefined } } }).mappa?.status).toBe('not_found');
  });

  it.each([{ categoryDescription: null }, { levelDescription: null }, { lastUpdated: 'yesterday' }])(
    'that is there and cannot be named is an error: %p',
    (changes) => expect(mappaOf(changes)?.status).toBe('error'),
  );
});

describe('flags', () => {
  const flagsOf = (codes: string[]) =>
    of({
      detail: { found: { ...detail, registrations: codes.map((code) => ({ code, description: `about ${code}` })) } },
    }).flags;

  it('leave out what is shown elsewhere', () => {
    expect(flagsOf(['RVHR', 'RHRH', 'RMRH', 'RLRH', 'MAPP', 'WEAP']).value).toEqual(['about WEAP']);
    expect(flagsOf(['RVHR', 'MAPP']).status).toBe('not_found');
  });
});

describe('the tier', () => {
  it('keeps the day of London, and is an error without one', () => {
    const late = { tierScore: 'D0', calculationDate: '2026-07-01T23:30:00' };
    expect(of({ tier: { found: late } }).tier.value).toMatchObject({ level: 'D0', lastUpdated: '2026-07-01' });
    expect(of({ tier: { found: { ...late, calculationDate: 'soon' } } }).tier.status).toBe('error');
  });

  it.each(['tier', 'tier.v3', 'tier.v3.missing'])('is read from %s', (name) => {
    expect(Tier.parse(sampleJson(`upstreams/hmpps-tier/${name}.json`))).toMatchObject({
      tierScore: expect.any(String),
    });
  });
});
