import type { ArsonRisk, MappaLevel, PersonRisks, RiskLevels, RoshLevel } from '@throughcare/api/cas3/risks';

export interface Rated {
  /** The newest that is known. */
  readonly risks: PersonRisks | null;
  readonly hasHistoryOfArson: boolean | null;
  readonly isConcerningArsonBehaviour: boolean | null;
}

const ROSH: Readonly<Record<string, RoshLevel>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  'very high': 'very-high',
};

/** That there is no OASys assessment says nothing of the risk. */
const roshOf = (risks: PersonRisks | null): RoshLevel =>
  ROSH[risks?.roshRisks.value?.overallRisk.trim().toLowerCase() ?? ''] ?? 'unknown';

const MAPPA: Readonly<Record<string, MappaLevel>> = { 1: '1', 2: '2', 3: '3' };

/** Of MAPPA nDelius is the register: whom it does not have there is not managed so. */
const mappaOf = (risks: PersonRisks | null): MappaLevel => {
  if (risks?.mappa?.status === 'not_found') return 'none';
  const [, level = ''] = /LEVEL\s*M?(\d)\b/i.exec(risks?.mappa?.value?.level ?? '') ?? [];
  return MAPPA[level] ?? 'unknown';
};

const arsonOf = ({ hasHistoryOfArson, isConcerningArsonBehaviour }: Rated): ArsonRisk => {
  if (hasHistoryOfArson === true || isConcerningArsonBehaviour === true) return 'yes';
  // Of whom the history says yes, nobody is asked for more; of whom it says no, they are.
  return hasHistoryOfArson === false && isConcerningArsonBehaviour === false ? 'no' : 'unknown';
};

/** What lists are narrowed by. Unknown is never none. */
export const levelsOf = (rated: Rated): RiskLevels => ({
  rosh: roshOf(rated.risks),
  mappa: mappaOf(rated.risks),
  arson: arsonOf(rated),
});
