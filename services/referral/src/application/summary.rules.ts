/** What a client says at the head of a referral, with what its answers say where they differ. Otherwise it stays as it was sent. */
export const withComputed = (text: string, computed: Readonly<Record<string, unknown>>): string => {
  const sent = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const isSame = Object.entries(computed).every(([name, value]) => sent[name] === value);
  return isSame ? text : JSON.stringify({ ...sent, ...computed });
};
