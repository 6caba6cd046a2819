/** So often it is tried, over half a day; then people look. */
export const MOST_ATTEMPTS = 12;

/** Seconds until the next attempt: a minute, doubled each time up to two hours. */
export const waitAfter = (attempts: number): number => Math.min(60 * 2 ** (attempts - 1), 7_200);

interface Recipient {
  readonly email: string | null;
  readonly isActive: boolean;
  readonly wantsEmail: boolean | null;
}

/** Why somebody is not written to; undefined: they are. An address outside government may be anybody's. */
export const skippedBecause = ({ email, isActive, wantsEmail }: Recipient): string | undefined => {
  if (!isActive) return 'LEFT';
  if (wantsEmail === false) return 'UNWANTED';
  if (email === null) return 'NO_ADDRESS';
  return /^[^@\s]+@([a-z0-9-]+\.)*gov\.uk$/i.test(email) ? undefined : 'ADDRESS_OUTSIDE_GOVERNMENT';
};

/** The only thing a message says besides the words of its template: where to read on, for who may sign in. Nothing about a person. */
export const personalisationOf = (publicUiUrl: string, applicationId: string) => ({
  link: `${publicUiUrl.replace(/\/+$/, '')}/referrals/${applicationId}/full`,
});
