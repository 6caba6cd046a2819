import { InmateDetail } from '../prison-api/prison-api.schema';
import { sampleJson } from '../testing/samples';
import { releaseDateOf } from './release-date.rules';

const base = sampleJson('upstreams/prison-api/offender-detail.json');
const inmate = (sentenceDetail: object | null) => InmateDetail.parse({ ...base, sentenceDetail });

describe('the release date of a person', () => {
  it('is that of the prison API, by what is calculated', () => {
    expect(releaseDateOf(InmateDetail.parse(base))).toEqual({ releaseDate: '2076-01-29', kind: 'conditional' });
  });

  it.each([
    [{ releaseDate: '2027-05-03', nonDtoReleaseDateType: 'ARD' }, 'automatic'],
    [{ releaseDate: '2027-05-03', nonDtoReleaseDateType: 'PRRD' }, 'other'],
    [{ releaseDate: '2027-05-03', nonDtoReleaseDateType: 'CRD', actualParoleDate: '2027-05-03' }, 'parole'],
    [{ releaseDate: '2027-05-03', homeDetentionCurfewActualDate: '2027-05-03' }, 'hdc'],
    [{ releaseDate: '2027-06-01', confirmedReleaseDate: '2027-05-03' }, 'confirmed'],
  ])('%j is %s', (sentenceDetail, kind) => {
    expect(releaseDateOf(inmate(sentenceDetail))).toEqual({ releaseDate: '2027-05-03', kind });
  });

  it.each([[undefined], [inmate(null)], [inmate({})], [inmate({ releaseDate: 'soon' })]])('%# is none', (given) => {
    expect(releaseDateOf(given)).toEqual({ releaseDate: null, kind: 'none' });
  });
});
