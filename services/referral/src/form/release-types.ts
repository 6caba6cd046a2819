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

/** Nobody is released in both ways at once. */
const impossible: readonly (readonly [string, string])[] = [
  ['fixedTermRecall', 'parole'],
  ['fixedTermRecall', 'standardRecall'],
  ['fixedTermRecall', 'riskAssessedRecallReview'],
  ['fixedTermRecall', 'indeterminatePublicProtectionRarr'],
  ['crdLicence', 'parole'],
  ['crdLicence', 'indeterminatePublicProtectionRarr'],
  ['indeterminatePublicProtectionRarr', 'riskAssessedRecallReview'],
  ['indeterminatePublicProtectionRarr', 'pss'],
  ['riskAssessedRecallReview', 'pss'],
  ['parole', 'pss'],
];

/** One type, or two that can go together, in either order. */
export const canBeReleasedAs = (types: readonly string[]): boolean =>
  types.length >= 1 &&
  types.length <= 2 &&
  new Set(types).size === types.length &&
  types.every((type) => Object.hasOwn(releaseTypes, type)) &&
  !impossible.some((pair) => pair.every((type) => types.includes(type)));

const typeOf = new Map(Object.entries(releaseTypes).map(([type, name]) => [name, type]));

/** The same for the names that clients send beside the answers; unknown names are no release at all. */
export const releaseTypesNamed = (names: readonly string[]): readonly (string | undefined)[] =>
  names.map((name) => typeOf.get(name));
