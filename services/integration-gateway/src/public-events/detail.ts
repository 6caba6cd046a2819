/** What a public event says, as others read it. */
export interface Detail {
  readonly id: string;
  readonly timestamp: string;
  readonly eventType: string;
  readonly eventDetails: Readonly<Record<string, unknown>>;
}
