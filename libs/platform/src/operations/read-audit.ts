import { Inject, Injectable } from '@nestjs/common';
import { audit, type Action } from '@throughcare/messaging/operations';
import type { Principal } from '../auth/principal';
import { clock } from '@throughcare/base/clock';
import { forbidden, unavailable } from '@throughcare/base/errors';
import { isPersonNumber } from '@throughcare/base/person-numbers';
import { LimitedPeople } from './limited-people';
import { OPS_WRITE, ServiceOperations } from './service-operations';

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** People named in one entry; more of them make more entries, so that everybody who was looked at is found. */
const NAMED = 100;

/** Whoever follows what happens looks every second: for so long one entry stands for all of it. */
const FOLLOWED_MS = 300_000;
const REMEMBERED = 10_000;

/** A CRN or a prison number, in any case: other keys are nobody's. */
export const isPersonKey = isPersonNumber;

/** What is kept of keys that somebody asked for: numbers of people and ids. Anything else may be a name. */
export const keptKeys = (asked: readonly string[]): string[] => asked.filter((key) => isPersonKey(key) || ID.test(key));

export interface Look {
  readonly user: Principal;
  /** Which kind of data: `events`, `event`, `dead-letter`. */
  readonly data: string;
  /** Whose: what else a key may be is left out. */
  readonly keys: readonly string[];
  readonly reason?: string | undefined;
  readonly facts?: Readonly<Record<string, string | number>>;
  /** It goes on from an earlier look at the same: kept again after some minutes only, as long as nothing else is seen. */
  readonly follows?: boolean;
}

/** Keeps who looked at whom, before the answer is given: without its entry nothing is shown. */
@Injectable()
export class ReadAudit {
  private readonly lately = new Map<string, number>();

  constructor(
    @Inject(ServiceOperations) private readonly service: ServiceOperations,
    @Inject(LimitedPeople) private readonly limited: LimitedPeople,
  ) {}

  /** A list: kept, whoever is on it. */
  async note(look: Look, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const people = this.unseen(look);
    if (people.length === 0) return;
    for (let at = 0; at < people.length; at += NAMED)
      await this.keep({
        actor: look.user.username,
        action: `read.${look.data}`,
        parameters: { keys: people.slice(at, at + NAMED), client: look.user.clientId, ...look.facts, ...more },
        ...(look.reason !== undefined && { reason: look.reason }),
      });
    if (!('refused' in more)) this.remember(people.map((person) => nameOf(look, person)));
  }

  /**
   * Somebody asked for by number, or a person's data. Whom nDelius lets only some see needs a reason, or the role that may change
   * things as well. A refusal is kept too.
   */
  async open(look: Look): Promise<void> {
    const people = this.unseen(look);
    const isFree = look.reason !== undefined || look.user.authorities.includes(OPS_WRITE);
    const limited = isFree ? [] : await this.limited.among(people, look.user.token);
    if (limited.length === 0) return this.note(look);
    await this.note(look, { refused: 'REASON_NEEDED' });
    throw forbidden('REASON_NEEDED', {
      detail: 'Access to this person may be limited in nDelius. Give a reason; it is kept.',
    });
  }

  /** Somebody may not do what they asked for: kept, whether it names a person or not. Those that say why are kept by `open`. */
  async refused(look: Look, code: string): Promise<void> {
    const name = nameOf(look, JSON.stringify([code, look.keys]));
    if (code === 'REASON_NEEDED' || !this.isNew(name)) return;
    const { user, facts, keys } = look;
    const parameters = { keys: peopleIn(keys), asked: keys, client: user.clientId, ...facts, refused: code };
    await this.keep({ actor: user.username, action: `read.${look.data}`, parameters });
    this.remember([name]);
  }

  /** Writes one entry down. A look that cannot be kept is refused, and is no bug of the route. */
  async keep(entry: Action): Promise<void> {
    const { schema, dataSource } = this.service.operations.options;
    try {
      await audit(dataSource.manager, schema, entry);
    } catch (cause) {
      throw unavailable('LOOK_NOT_KEPT', { cause });
    }
  }

  /** Everybody, or for who follows only those without an entry of the last minutes. */
  private unseen(look: Look): string[] {
    const people = peopleIn(look.keys);
    if (!look.follows) return people;
    return people.filter((person) => this.isNew(nameOf(look, person)));
  }

  private isNew(name: string): boolean {
    return Math.abs(clock.now().getTime() - (this.lately.get(name) ?? 0)) >= FOLLOWED_MS;
  }

  private remember(names: readonly string[]): void {
    if (this.lately.size > REMEMBERED) this.lately.clear();
    for (const name of names) this.lately.set(name, clock.now().getTime());
  }
}

const nameOf = ({ user, data, reason = '', facts = {} }: Look, person: string): string =>
  JSON.stringify([user.clientId, user.username, data, reason, facts, person]);

const peopleIn = (keys: readonly string[]): string[] => [
  ...new Set(keys.filter(isPersonKey).map((key) => key.toUpperCase())),
];
