import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { Principal } from '@throughcare/platform/auth';
import { survivorOf } from '@throughcare/platform/numbers';
import { DataSource } from 'typeorm';
import { PathwayStatus } from '../pathway/pathway.entity';
import { openPerson } from '../pathway/open-person';
import { Person } from '../person/person.entity';
import { nomsNumberOf, withPrison } from '../person/person.rules';
import { PrisonerDetails } from '../person/prisoner-details.client';

@Injectable()
export class PersonService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly prisoners: PrisonerDetails,
  ) {}

  /** Details and pathways of a person the caller may see. The first view opens the passport. */
  async view(caller: Principal, typed: string) {
    const nomsNumber = await survivorOf(this.db.manager, 'noms', nomsNumberOf(typed));
    const details = await this.prisoners.of(nomsNumber, caller);
    const person =
      (await this.db.manager.findOneBy(Person, { nomsNumber })) ?? (await openPerson(this.work, nomsNumber));
    const statuses = await this.db.manager.findBy(PathwayStatus, { personId: person.id });
    return { person, details: withPrison(details, person.prisonId), statuses };
  }
}
