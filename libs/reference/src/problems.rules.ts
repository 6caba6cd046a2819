import type { Item, ListName } from './items';

type Row = Item & { readonly deliusCodes?: readonly string[]; readonly probationRegionId?: string };

const repeated = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, at) => values.indexOf(value) !== at)),
];

/** What is wrong with lists: ids and codes that two items have, and units of regions that there are not. */
export const problemsIn = (all: Readonly<Partial<Record<ListName, readonly Row[]>>>): string[] =>
  Object.entries(all).flatMap(([list, rows]) => {
    const regions = new Set(all['probation-regions']?.map(({ id }) => id));
    const astray = rows.filter(({ probationRegionId: region }) => region !== undefined && !regions.has(region));
    return [
      ...repeated(rows.map(({ id }) => id.toLowerCase())).map((id) => `${list}: two items have the id ${id}`),
      ...repeated(rows.flatMap(({ deliusCodes = [] }) => deliusCodes)).map(
        (code) => `${list}: two items have the code ${code}`,
      ),
      ...astray.map(({ id }) => `${list}: ${id} belongs to no region`),
    ];
  });
