import { alertsOf, type Concerned, type Movement } from './alerts.rules';

const ready: Concerned = {
  status: 'ready_to_place',
  createdAt: new Date('2027-04-20T10:00:00Z'),
  accommodationRequiredFromDate: '2027-05-14',
  releaseDate: '2027-05-14',
};
const moved = (occurredAt: string, over: Partial<Movement> = {}): Movement => ({
  inCustody: false,
  isRecall: false,
  hasDied: false,
  occurredAt: new Date(occurredAt),
  ...over,
});

describe('alerts of an assessment', () => {
  it('B6.2: a release before a place is needed says how many nights there is no bed, and what to do', () => {
    const [alert, ...others] = alertsOf(ready, { movement: moved('2027-05-12T09:00:00Z') });
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ alert: 'released-2027-05-12', kind: 'released-before-place', on: '2027-05-12' });
    expect(alert?.message).toBe(
      'The person was released on 12 May 2027: 2 nights without a bed before a place is needed on 14 May 2027.',
    );
  });

  it('B6.2: goes when a place is needed from the day of release', () => {
    const changed = { ...ready, accommodationRequiredFromDate: '2027-05-12' };
    expect(alertsOf(changed, { movement: moved('2027-05-12T09:00:00Z') })).toEqual([]);
  });

  it('is by the day in London', () => {
    expect(alertsOf(ready, { movement: moved('2027-05-13T22:59:00Z') })).toHaveLength(1);
    expect(alertsOf(ready, { movement: moved('2027-05-13T23:00:00Z') })).toEqual([]);
  });

  it.each([
    [true, 'recalled', 'recalled to custody'],
    [false, 'received-into-custody', 'received into custody'],
  ])('a recall (%s) is told apart from another admission', (isRecall, kind, words) => {
    const [alert] = alertsOf(ready, { movement: moved('2027-05-01T09:00:00Z', { inCustody: true, isRecall }) });
    expect(alert).toMatchObject({ kind, message: expect.stringContaining(words) });
  });

  it('what happened before the referral came is no news', () => {
    expect(alertsOf(ready, { movement: moved('2027-04-20T09:59:59Z', { inCustody: true }) })).toEqual([]);
  });

  it.each(['closed', 'rejected'] as const)('none is left when the referral is %s', (status) => {
    const movement = moved('2027-05-01T09:00:00Z', { inCustody: true });
    expect(alertsOf({ ...ready, status }, { movement, mergedFrom: 'X710001' })).toEqual([]);
  });

  it('a merge names the record that went', () => {
    expect(alertsOf(ready, { mergedFrom: 'X710001' })).toMatchObject([
      { alert: 'merged-X710001', kind: 'records-merged' },
    ]);
  });

  it('a death in custody is the only one that is left', () => {
    const movement = moved('2027-05-02T04:10:00Z', { hasDied: true });
    const prisonDate = { day: '2027-06-01', changedAt: new Date('2027-05-01T10:00:00Z') };
    expect(alertsOf(ready, { movement, prisonDate, mergedFrom: 'X710001' })).toMatchObject([
      { alert: 'died-2027-05-02', kind: 'died', message: 'The person died on 2 May 2027, according to the prison.' },
    ]);
  });

  describe('of a release date that the prison has changed', () => {
    const prisonDate = (day: string | null, changedAt = '2027-05-01T10:00:00Z') => ({
      prisonDate: { day, changedAt: new Date(changedAt) },
    });

    it('says both dates, and what to do', () => {
      const [alert] = alertsOf(ready, prisonDate('2027-05-20'));
      expect(alert).toMatchObject({ alert: 'release-date-2027-05-20', kind: 'release-date-changed', on: '2027-05-01' });
      expect(alert?.message).toBe(
        'The prison has another release date for the person: 20 May 2027. The referral says 14 May 2027.',
      );
      expect(alertsOf(ready, prisonDate(null))).toMatchObject([{ alert: 'release-date-none' }]);
      const without = { ...ready, releaseDate: null };
      expect(alertsOf(without, prisonDate('2027-05-20'))[0]?.message).toContain('The referral has none.');
    });

    it('says nothing of the same day, of before the referral, or of who has left since', () => {
      expect(alertsOf(ready, prisonDate('2027-05-14'))).toEqual([]);
      expect(alertsOf(ready, prisonDate('2027-05-20', '2027-04-20T09:00:00Z'))).toEqual([]);
      const movement = moved('2027-05-14T09:00:00Z');
      expect(alertsOf(ready, { ...prisonDate('2027-05-20'), movement })).toEqual([]);
    });
  });
});
