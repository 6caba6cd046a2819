import { Inject, Injectable } from '@nestjs/common';
import { audit } from '@throughcare/messaging/operations/audit';
import type { Principal } from '../auth/principal';
import { forbidden } from '../errors';
import { LimitedPeople } from './limited-people';
import { OPS_WRITE, ServiceOperations } from './service-operations';

/** A CRN or a prison number: other keys are nobody's. */
const PERSON = /^(?:[A-Z]\d{6}|[A-Z]\d{4}[A-Z]{2})$/i;
/** People named in one entry; more of them make more entries, so that everybody who was looked at is found. */
const NAMED = 100;

export interface Look {
  readonly user: Principal;
  /** Which kind of data: `events`, `event`, `dead-letter`. */
  readonly data: string;
  /** Whose: what else a key may be is left out. */
  readonly keys: readonly string[];
  readonly reason?: string | undefined;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** Keeps who looked at whom, before the answer is given: without its entry nothing is shown. */
@Injectable()
export class ReadAudit {
  constructor(
    @Inject(ServiceOperations) private readonly service: ServiceOperations,
    @Inject(LimitedPeople) private readonly limited: LimitedPeople,
  ) {}

  /** A list: kept, whoever is on it. */
  async note(look: Look, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const people = peopleIn(look.keys);
    if (people.length === 0) return;
    const { schema, dataSource } = this.service.operations.options;
    for (let at = 0; at < people.length; at += NAMED)
      await audit(dataSource.manager, schema, {
        actor: look.user.username,
        action: `read.${look.data}`,
        parameters: { keys: people.slice(at, at + NAMED), client: look.user.clientId, ...look.facts, ...more },
        ...(look.reason !== undefined && { reason: look.reason }),
      });
  }

  /**
   * Somebody asked for by number, or a person's data. Whom nDelius lets only some see needs a reason, or the role that may change
   * things as well. A refusal is kept too.
   */
  async open(look: Look): Promise<void> {
    const people = peopleIn(look.keys);
    const isFree = look.reason !== undefined || look.user.authorities.includes(OPS_WRITE);
    const limited = isFree ? [] : await this.limited.among(people, look.user.token);
    if (limited.length === 0) return this.note(look);
    await this.note(look, { refused: 'REASON_NEEDED' });
    throw forbidden('REASON_NEEDED', {
      detail: 'Access to this person may be limited in nDelius. Give a reason; it is kept.',
    });
  }
}

const peopleIn = (keys: readonly string[]): string[] => [
  ...new Set(keys.filter((key) => PERSON.test(key)).map((key) => key.toUpperCase())),
];
