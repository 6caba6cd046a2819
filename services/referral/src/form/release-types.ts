import { canBeTicked } from '@throughcare/forms/problems.rules';
import { questionNamed } from './referral-form';

/** Release types as the form names them, and as lists and reports do. */
export const releaseTypes: Readonly<Record<string, string>> = {
  crdLicence: 'CRD',
  parole: 'Parole',
  fixedTermRecall: 'Fixed-term recall',
  standardRecall: 'Standard recall',
  riskAssessedRecallReview: 'RARR',
  indeterminatePublicProtectionRarr: 'IPP RARR',
  pss: 'PSS',
};

const question = questionNamed('sentence-information', 'release-type', 'releaseTypes');

/** One type, or two that can go together, in either order. */
export const canBeReleasedAs = (types: readonly string[]): boolean => types.length > 0 && canBeTicked(question, types);

const typeOf = new Map(Object.entries(releaseTypes).map(([type, name]) => [name, type]));

/** The same for the names that clients send beside the answers; unknown names are no release at all. */
export const releaseTypesNamed = (names: readonly string[]): readonly (string | undefined)[] =>
  names.map((name) => typeOf.get(name));
