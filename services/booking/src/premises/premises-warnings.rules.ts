import { deliusAddress } from '@throughcare/hmpps/delius-address.rules';

export type PremisesWarning =
  | {
      readonly code: 'ADDRESS_CUT_BY_NDELIUS';
      readonly detail: string;
      /** The three pieces, as nDelius will show them. */
      readonly pieces: readonly string[];
      readonly lost: string;
    }
  | { readonly code: 'ADDRESS_USED_TWICE'; readonly detail: string; readonly premisesIds: readonly string[] };

/** What staff should look at when they have entered a property. Nothing is refused for it. */
export const premisesWarnings = (
  address: { readonly addressLine1: string; readonly addressLine2: string | null },
  alike: readonly string[],
): PremisesWarning[] => {
  const { isCut, pieces, lost } = deliusAddress(address);
  const cut = {
    code: 'ADDRESS_CUT_BY_NDELIUS',
    detail: 'nDelius holds three pieces of 35 characters of the address and loses the rest. Shorten the address',
    pieces,
    lost,
  } as const;
  const twice = {
    code: 'ADDRESS_USED_TWICE',
    detail: 'Another property has the same address. Check that it is not the same house',
    premisesIds: alike,
  } as const;
  return [...(isCut ? [cut] : []), ...(alike.length > 0 ? [twice] : [])];
};
