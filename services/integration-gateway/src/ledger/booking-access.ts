import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '@throughcare/platform/auth';
import { CONFIG } from '@throughcare/platform/config';
import { HttpClient, path } from '@throughcare/platform/http';
import type { GatewayConfig } from '../config';

/** Who may know of a booking is the booking service's to say: role, region and limited access. */
@Injectable()
export class BookingAccess {
  private readonly booking: HttpClient;

  constructor(@Inject(CONFIG) config: GatewayConfig) {
    this.booking = new HttpClient({ name: 'booking', baseUrl: config.BOOKING_URL });
  }

  /** Throws what the booking service answers to this caller: forbidden, not-found, unavailable. */
  async require(caller: Principal, bookingId: string): Promise<void> {
    await this.booking.get(path`/cas3/v2/bookings/${bookingId}`, { token: caller.token });
  }
}
