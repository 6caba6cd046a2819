import type { Address, DeliusPerson } from '../ndelius.state';
import { mainAddress } from '../ndelius.state';
import type { Premises } from './detail.schema';

/** Something in the detail does not fit Delius: fetched once a receive, then dead after three. */
export class DataFault extends Error {}

const PIECE = 35;
const pieces = (line: string | null | undefined): string[] => line?.match(new RegExp(`[^]{1,${PIECE}}`, 'g')) ?? [];

/** Lines as Delius holds them: pieces of 35 characters; from the fourth on they are lost. */
export const addressFields = (
  premises: Premises,
): Pick<Address, 'buildingName' | 'streetName' | 'district' | 'town' | 'county' | 'postcode'> => {
  const cut = [...pieces(premises.addressLine1), ...pieces(premises.addressLine2)].map((piece) => piece.trim());
  if (cut.length === 0) throw new DataFault('both address lines are empty');
  const [building, street, district] = cut.length < 3 ? [undefined, ...cut] : cut;
  return {
    ...(building === undefined ? {} : { buildingName: building }),
    streetName: street!,
    ...(district === undefined ? {} : { district }),
    ...(premises.town == null ? {} : { town: premises.town.trim() }),
    county: premises.region.trim(),
    postcode: premises.postcode.trim(),
  };
};

export interface AddressChange {
  kind: 'created' | 'updated';
  address: Address;
}

const later = (a: string, b: string): string => (a > b ? a : b);

/** Closes the main address of any type and opens ours. Run twice, it does both twice: that is how it is. */
export const arrive = (person: DeliusPerson, premises: Premises, day: string, newId: () => number): AddressChange[] => {
  const fields = addressFields(premises);
  const previous = mainAddress(person);
  if (previous) {
    previous.status = 'P';
    previous.endDate = later(day, previous.startDate);
  }
  const address: Address = { id: newId(), status: 'M', type: 'A17', ...fields, noFixedAbode: false, startDate: day };
  person.addresses.push(address);
  return [{ kind: 'created', address }, ...(previous ? [{ kind: 'updated' as const, address: previous }] : [])];
};

/** Overwrites lines and start of the main address if it is ours; of any other nothing is changed or said. */
export const correctArrival = (person: DeliusPerson, premises: Premises, day: string): AddressChange[] => {
  const main = mainAddress(person);
  if (main?.type !== 'A17') return [];
  const fields = addressFields(premises);
  delete main.buildingName;
  delete main.district;
  delete main.town;
  Object.assign(main, fields, { startDate: day });
  return [{ kind: 'updated', address: main }];
};

/** Closes our address if it has not begun later. Its event goes out for any main address, changed or not. */
export const depart = (person: DeliusPerson, day: string): AddressChange[] => {
  const main = mainAddress(person);
  if (!main) return [];
  if (main.type === 'A17' && main.startDate <= day) {
    main.status = 'P';
    main.endDate = day;
  }
  return [{ kind: 'updated', address: main }];
};
