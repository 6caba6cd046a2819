/** An address of the person in nDelius: `M` is the main one. */
interface Address {
  readonly line: string;
  start: string;
  status: 'M' | 'P';
}

interface Told {
  readonly type: string;
  readonly data: Record<string, unknown>;
}

const lineOf = (data: Record<string, unknown>) => (data['premises'] as { addressLine1: string }).addressLine1;

/**
 * The addresses of one person after our events, by the rules of nDelius's consumer and by what the gateway makes of each event: an undone
 * arrival is a corrected arrival and a departure on its day, a departure of somebody who stays elsewhere changes no address.
 */
export class NDeliusModel {
  readonly addresses: Address[] = [];

  get main(): Address | undefined {
    return this.addresses.find(({ status }) => status === 'M');
  }

  /** Both turn out to be one person, who has one main address. */
  takeOver(other: NDeliusModel | undefined): void {
    if (!other) return;
    if (this.main) other.close();
    this.addresses.push(...other.addresses.splice(0));
  }

  hear({ type, data }: Told): void {
    const apply = this.rules[type.replace('accommodation.cas3.', '')];
    if (apply) apply(data);
  }

  private readonly rules: Record<string, (data: Record<string, unknown>) => void> = {
    'person.arrived': (data) => {
      this.close();
      this.addresses.push({ line: lineOf(data), start: String(data['arrivedOn']), status: 'M' });
    },
    'person.arrived.updated': (data) => {
      const main = this.main;
      const start = String(data['atAddressSince'] ?? data['arrivedOn']);
      if (main) Object.assign(main, { line: lineOf(data), start });
    },
    'person.moved': (data) => {
      if (data['fromPremisesId'] === data['toPremisesId']) return;
      this.rules['person.arrived']?.({ ...data, arrivedOn: data['movedOn'] });
    },
    'person.arrival-undone': (data) => {
      this.rules['person.arrived.updated']?.(data);
      if (data['staysAtBookingId'] === undefined) this.depart(String(data['arrivedOn']));
    },
    'person.departed': (data) => {
      if (data['staysAtBookingId'] === undefined) this.depart(String(data['departedOn']));
    },
  };

  private depart(day: string): void {
    const main = this.main;
    if (main && main.start <= day) main.status = 'P';
  }

  private close(): void {
    const main = this.main;
    if (main) main.status = 'P';
  }
}
