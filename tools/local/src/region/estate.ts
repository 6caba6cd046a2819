// The synthetic estate: properties and bedspaces of two regions, and one property where the public front end's own scenarios happen. Streets and postcodes are invented.
export interface PlannedPremises {
  readonly assessor: string;
  readonly region: string;
  readonly unit: string;
  readonly reference: string;
  readonly addressLine1: string;
  readonly town: string;
  readonly postcode: string;
  readonly turnaroundWorkingDays: number;
  readonly premisesCharacteristics: readonly string[];
  readonly bedspaces: readonly { readonly reference: string; readonly characteristics: readonly string[] }[];
}

const rooms = (count: number, ...characteristics: string[]) =>
  Array.from({ length: count }, (_, index) => ({
    reference: `Room ${index + 1}`,
    characteristics: index === 0 ? ['isGroundFloor', ...characteristics] : characteristics,
  }));

const london = (
  unit: string,
  reference: string,
  addressLine1: string,
  postcode: string,
  count: number,
  ...premisesCharacteristics: string[]
): PlannedPremises => ({
  assessor: 'CAST_02',
  region: 'London',
  unit,
  reference,
  addressLine1,
  town: 'London',
  postcode,
  turnaroundWorkingDays: 2,
  premisesCharacteristics,
  bedspaces: rooms(count, 'hasSharedKitchen'),
});

const yorkshire = (
  unit: string,
  reference: string,
  addressLine1: string,
  town: string,
  postcode: string,
  count: number,
): PlannedPremises => ({
  assessor: 'CAST_05',
  region: 'Yorkshire & The Humber',
  unit,
  reference,
  addressLine1,
  town,
  postcode,
  turnaroundWorkingDays: 3,
  premisesCharacteristics: [],
  bedspaces: rooms(count, 'hasSharedBathroom'),
});

export const estate: readonly PlannedPremises[] = [
  london('Croydon', 'Alder House', '1 Alder Grove', 'CR0 9ZA', 4),
  london('Croydon', 'Birch House', '2 Birch Grove', 'CR0 9ZB', 3),
  london('Brent', 'Cedar House', '3 Cedar Grove', 'HA9 9ZC', 3),
  london('Lambeth', 'Damson House', '4 Damson Grove', 'SW2 9ZD', 4),
  london('Greenwich and Bexley', 'Elder House', '5 Elder Grove', 'SE9 9ZE', 2),
  london('Ealing and Hillingdon', 'Fir House', '6 Fir Grove', 'UB8 9ZF', 3),
  london('Newham', 'Gorse House', '7 Gorse Grove', 'E6 9ZG', 4),
  london('Lewisham and Bromley', 'Hazel House', '8 Hazel Grove', 'BR1 9ZH', 2),
  yorkshire('Sheffield', 'Ivy House', '9 Ivy Bank', 'Sheffield', 'S2 9ZJ', 3),
  yorkshire('Hull and East Riding', 'Juniper House', '10 Juniper Bank', 'Hull', 'HU3 9ZK', 3),
  yorkshire('Bradford and Calderdale', 'Larch House', '11 Larch Bank', 'Bradford', 'BD3 9ZL', 2),
  {
    ...yorkshire('Norfolk', 'Maple House', '12 Maple Drive', 'Norwich', 'NR1 9ZM', 2),
    assessor: 'CAS3_ASSESSOR',
    region: 'East of England',
  },
];
