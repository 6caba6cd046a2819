const notRetrieved = { status: 'error', value: null } as const;

/** Risks as clients know them: four envelopes that say whether each could be had. */
export interface RisksSnapshot {
  readonly crn: string;
  readonly roshRisks: typeof notRetrieved;
  readonly mappa: typeof notRetrieved;
  readonly tier: typeof notRetrieved;
  readonly flags: typeof notRetrieved;
}

/** No source of risks is connected yet. `error` is what clients show as "check by hand", and that is the truth. */
export const risksNotRetrieved = (crn: string): RisksSnapshot => ({
  crn,
  roshRisks: notRetrieved,
  mappa: notRetrieved,
  tier: notRetrieved,
  flags: notRetrieved,
});
