import type { TestRequest } from '@throughcare/platform/testing';

interface Listed {
  readonly results: { booking: { id: string }; warnings: unknown[] }[];
}

/** The list of what needs attention is SQL, the warnings of a booking are a rule: they have to say the same. */
export const attentionOf = async (assessor: TestRequest) => {
  const listed = async (name: string) =>
    (await assessor.get<Listed>(`/cas3/v2/bookings/lists/${name}?perPage=100`)).body.results;
  const open = await Promise.all(['provisional', 'confirmed', 'active'].map(listed));
  const warned = open.flat().filter(({ warnings }) => warnings.length > 0);
  const ids = (rows: Listed['results']) => rows.map(({ booking: { id } }) => id).toSorted();
  return { warned: ids(warned), listed: ids(await listed('needs-attention')) };
};
