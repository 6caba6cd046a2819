import type { PremisesWarning } from '@throughcare/api/cas3/premises';
import { deliusAddress } from '@throughcare/hmpps/delius-address.rules';

/** What staff should look at when they have entered a property. Nothing is refused for it. */
export const premisesWarnings = (
  address: { readonly addressLine1: string; readonly addressLine2: string | null },
  alike: readonly string[],
): PremisesWarning[] => {
  const { isCut, pieces, lost } = deliusAddress(address);
  const cut: PremisesWarning = {
    code: 'ADDRESS_CUT_BY_NDELIUS',
    detail: 'nDelius holds three pieces of 35 characters of the address and loses the rest. Shorten the address',
    pieces: [...pieces],
    lost,
  };
  const twice: PremisesWarning = {
    code: 'ADDRESS_USED_TWICE',
    detail: 'Another property has the same address. Check that it is not the same house',
    premisesIds: [...alike],
  };
  return [...(isCut ? [cut] : []), ...(alike.length > 0 ? [twice] : [])];
};
