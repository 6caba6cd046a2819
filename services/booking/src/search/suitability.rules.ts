import type { SuitabilitySignal } from '@throughcare/api/cas3/bedspace';
import { lists } from '@throughcare/reference/lists';

/** What the referral says about the person; null or absent where it says nothing. */
export interface Needs {
  readonly sexualRisk: boolean;
  readonly arsonRisk: boolean;
  readonly isAbleToShare: boolean | null;
  readonly needsAccessibleProperty: boolean;
  /** As nDelius has it; null where it does not say. */
  readonly sex: string | null;
}

/** A bedspace and its property as far as it matters here. */
export interface Offered {
  readonly premisesCharacteristicIds: readonly string[];
  readonly bedspaceCharacteristicIds: readonly string[];
  /** How many others stay in the property on some of the days. */
  readonly others: number;
}

const has = (list: 'premises-characteristics' | 'bedspace-characteristics', ids: readonly string[], name: string) =>
  lists.all(list).some((item) => item.name === name && ids.includes(item.id));

const aboutRisks = (needs: Needs, isMarked: (name: string) => boolean): SuitabilitySignal[] => {
  const signals: SuitabilitySignal[] = [];
  if (needs.arsonRisk && isMarked('notSuitableForArsonHistory'))
    signals.push({
      code: 'ARSON',
      detail: 'The property is not suitable for those with an arson history, and the referral names arson',
    });
  const whom = [
    ...(isMarked('notSuitableForSexualRiskToAdults') ? ['adults'] : []),
    ...(isMarked('notSuitableForSexualRiskToChildren') ? ['children'] : []),
  ];
  if (needs.sexualRisk && whom.length > 0)
    signals.push({
      code: 'SEXUAL_RISK',
      detail: `The property is not suitable for those who pose a sexual risk to ${whom.join(' or ')}, and the referral names a sexual offence or concern`,
    });
  return signals;
};

const aboutSex = ({ sex }: Needs, isMarked: (name: string) => boolean): SuitabilitySignal[] => {
  const [menOnly, womenOnly] = [isMarked('isMenOnly'), isMarked('isWomenOnly')];
  if (!menOnly && !womenOnly) return [];
  const who = menOnly ? 'men' : 'women';
  const known = sex?.toLowerCase();
  if (known !== 'male' && known !== 'female')
    return [
      { code: 'SEX_NOT_KNOWN', detail: `The property is for ${who} only, and nDelius does not say the person’s sex` },
    ];
  if ((known === 'male') === menOnly) return [];
  return [{ code: 'SEX', detail: `The property is for ${who} only, and the person is ${known}` }];
};

/** Reasons to look twice, each with what it rests on. No bedspace is left out for one: that is for people to decide. */
export const signalsOf = (needs: Needs, offered: Offered): SuitabilitySignal[] => {
  const isMarked = (name: string) => has('premises-characteristics', offered.premisesCharacteristicIds, name);
  const hasFeature = (name: string) => has('bedspace-characteristics', offered.bedspaceCharacteristicIds, name);
  const signals = aboutRisks(needs, isMarked);
  if (needs.isAbleToShare === false && (offered.others > 0 || isMarked('isSharedProperty')))
    signals.push({
      code: 'SHARING',
      detail:
        offered.others > 0
          ? 'The referral says that the person is not suitable to share, and others stay in the property on some of these days'
          : 'The referral says that the person is not suitable to share, and the property is a shared one',
    });
  const isAccessible = hasFeature('isWheelchairAccessible') || hasFeature('isGroundFloor') || isMarked('isGroundFloor');
  if (needs.needsAccessibleProperty && !isAccessible)
    signals.push({
      code: 'ACCESS',
      detail:
        'The referral asks for an accessible property, and neither wheelchair access nor the ground floor is recorded here',
    });
  return [...signals, ...aboutSex(needs, isMarked)];
};
