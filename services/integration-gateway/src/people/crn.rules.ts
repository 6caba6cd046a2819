/** CRNs as people type them, in the one form that nDelius knows. */
export const normalisedCrn = (crn: string): string => crn.trim().toUpperCase();
