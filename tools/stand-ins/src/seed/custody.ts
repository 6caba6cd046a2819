/** One thing that happened to a person in custody; the prison stand-in plays these to make bookings and movements. */
export interface Movement {
  do: 'admit' | 'release' | 'court-out' | 'court-in' | 'absence-out' | 'absence-in' | 'transfer-out' | 'transfer-in';
  /** London wall time, `yyyy-MM-ddTHH:mm:ss`. */
  at: string;
  prison?: string;
  /** NOMIS movement reason, e.g. `CR`. */
  reason?: string;
  /** When it was entered, if later than it happened. */
  recordedAt?: string;
}
