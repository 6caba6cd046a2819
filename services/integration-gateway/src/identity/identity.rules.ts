import { isNomsNumber } from '@throughcare/base/person-numbers';

/**
 * The CRN an event names. An event keyed by a prison number, as happens before nDelius knows the person, carries that number
 * in the CRN's place: then there is none.
 */
export const crnOf = (data: { readonly crn?: string | undefined }): string | undefined =>
  data.crn !== undefined && !isNomsNumber(data.crn) ? data.crn : undefined;

export interface Link {
  readonly crn: string;
  readonly noms: string;
}

/** The links that case summaries show. */
export const linksIn = (
  cases: readonly { readonly crn: string; readonly nomsId?: string | null | undefined }[],
): Link[] => cases.flatMap(({ crn, nomsId }) => (nomsId && isNomsNumber(nomsId) ? [{ crn, noms: nomsId }] : []));
