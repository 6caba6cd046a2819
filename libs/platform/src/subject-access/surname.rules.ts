/** The whole surname of a member of staff, as a subject access answer shows them: everything behind the first name. */
export const surnameOf = (name: string | null | undefined): string | null => {
  const [first, ...rest] = (name ?? '').trim().split(/\s+/);
  return rest.length > 0 ? rest.join(' ') : first || null;
};
