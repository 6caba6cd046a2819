import { Injectable } from '@nestjs/common';
import { type Check, notChecked } from '@throughcare/messaging/operations';

export type Finding = Omit<Check, 'name'>;

/** Where a service's own modules add questions to `throughcare doctor`. `warn` and `fail` both need somebody; `detail` says what for. */
@Injectable()
export class DoctorChecks {
  private readonly all = new Map<string, () => Promise<Finding>>();

  /** A check changes nothing and names nobody. */
  add(name: string, check: () => Promise<Finding>): void {
    this.all.set(name, check);
  }

  /** A check that cannot be made is a failed check. */
  examine(): Promise<Check[]> {
    return Promise.all(
      [...this.all].map(async ([name, check]): Promise<Check> => {
        try {
          return { name, ...(await check()) };
        } catch (error) {
          return { name, ...notChecked(error) };
        }
      }),
    );
  }
}
