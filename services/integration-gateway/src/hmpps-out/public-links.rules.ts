/** The page of a referral in the front end that PUBLIC_UI_URL names. */
export const applicationUrl = (uiUrl: string, id: string): string => `${uiUrl}/referrals/${id}`;

export interface BookingPlace {
  readonly premisesId: string;
  readonly bedspaceId: string;
  readonly bookingId: string;
}

/** The page of a booking there. */
export const bookingUrl = (uiUrl: string, { premisesId, bedspaceId, bookingId }: BookingPlace): string =>
  `${uiUrl}/properties/${premisesId}/bedspaces/${bedspaceId}/bookings/${bookingId}`;
