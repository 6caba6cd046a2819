import { Inject, Injectable } from '@nestjs/common';
import { AppError, forbidden, notFound } from '@throughcare/base/errors';
import { Reaches } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { CONFIG } from '@throughcare/platform/config';
import { HttpClient, path } from '@throughcare/platform/http';
import type { GatewayConfig } from '../config';

const NOT_VISIBLE = 'The booking service does not show you this booking';

const refuse = (error: unknown): never => {
  const { kind } = error instanceof AppError ? error : {};
  if (kind === 'forbidden') throw forbidden('BOOKING_NOT_VISIBLE', { detail: NOT_VISIBLE, cause: error });
  if (kind === 'not-found') throw notFound('BOOKING_NOT_FOUND', { cause: error });
  throw error;
};

/** Who may know of a booking is the booking service's to say: role, region and limited access. */
@Injectable()
export class BookingAccess {
  private readonly booking: HttpClient;

  constructor(
    @Inject(CONFIG) config: GatewayConfig,
    private readonly reaches: Reaches,
  ) {
    this.booking = new HttpClient({ name: 'booking', baseUrl: config.BOOKING_URL });
  }

  /** Throws as the booking service refuses this caller: forbidden, not-found, unavailable. */
  async require(caller: Principal, bookingId: string): Promise<void> {
    const ask = () => this.booking.get(path`/cas3/v2/bookings/${bookingId}`, { token: caller.token });
    await this.reaches.delegated(caller, ['region', 'person'], 'only-read', () => ask().catch(refuse));
  }
}
