/** Plainly invented names: nobody is called this. */
export const FORENAMES = [
  ...['Amberly', 'Bracken', 'Cobalt', 'Dorrin', 'Elmsby', 'Fennel', 'Garnet', 'Hazelby', 'Indigo', 'Jasperly'],
  ...['Kestrel', 'Linden', 'Marlow', 'Nettle', 'Ochre', 'Pebble', 'Quillon', 'Rowanby', 'Sorrel', 'Thistle'],
  ...['Umberly', 'Vetchly', 'Willowby', 'Yarrow', 'Zephyrin'],
];
export const SURNAMES = [
  ...[
    'Applegarth-Test',
    'Birchwhistle',
    'Copperfold',
    'Dandelyon',
    'Elderquay',
    'Foxcombe',
    'Gorsebank',
    'Heathermill',
  ],
  ...['Ivystone', 'Juniperly', 'Kettlewright', 'Larchmoor', 'Mossbridge', 'Nutgrove', 'Oakhanger', 'Pinebarrow'],
  ...['Quarrystep', 'Reedmace', 'Sedgewater', 'Teaselthorpe', 'Underwillow', 'Vinecourt', 'Wheatsheaf', 'Yewcroft'],
];
export const ETHNICITIES = [
  'White: British/English/Welsh/Scottish/Northern Irish',
  'Mixed: White and Black African',
  'Asian or Asian British: Indian',
  'Black or Black British: Caribbean',
];
export const RELIGIONS = ['None', 'Christian', 'Muslim', 'Sikh'];
export const PRISONS = ['MDI', 'LEI', 'WWI', 'BXI', 'HLI', 'DNI'];
