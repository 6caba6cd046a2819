const NOMS_NUMBER = /^[A-Z]\d{4}[A-Z]{2}$/;

/**
 * The CRN an event names. An event keyed by a prison number, as happens before nDelius knows the person, carries that number
 * in the CRN's place: then there is none.
 */
export const crnOf = (data: { readonly crn?: string | undefined }): string | undefined =>
  data.crn !== undefined && !NOMS_NUMBER.test(data.crn) ? data.crn : undefined;

export interface Link {
  readonly crn: string;
  readonly noms: string;
}

/** The links that case summaries show. */
export const linksIn = (
  cases: readonly { readonly crn: string; readonly nomsId?: string | null | undefined }[],
): Link[] => cases.flatMap(({ crn, nomsId }) => (nomsId && NOMS_NUMBER.test(nomsId) ? [{ crn, noms: nomsId }] : []));
