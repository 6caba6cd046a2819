import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { PersonErased } from '@throughcare/events/person-erased.v1';
import { publishFact } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { lockErasures } from '@throughcare/platform/erasure';
import type { EntityManager } from 'typeorm';
import { forgetPerson } from './forget-person';
import { survivorOf } from './merged-numbers';

/** People whom nDelius has deleted: every service is told, and this one forgets them. */
@Injectable()
export class ErasuresService {
  constructor(private readonly work: UnitOfWork) {}

  /** In the transaction of the message. A number that was merged into another is gone without anybody being deleted. */
  async erase(tx: EntityManager, crn: string, at: Date): Promise<void> {
    await lockErasures(tx);
    if ((await survivorOf(tx, 'crn', crn)) !== crn) return;
    // A prison number that another CRN bears as well is that person's: it is not who was deleted.
    const [link] = await tx.query<{ noms_number: string }[]>(
      `select noms_number from identity_link l where crn = $1
          and not exists (select from identity_link o where o.noms_number = l.noms_number and o.crn <> l.crn)`,
      [crn],
    );
    await forgetPerson(tx, { crn, nomsNumber: link?.noms_number, at });
    const told = PersonErased.of({ crn, nomsNumber: link?.noms_number, erasedAt: at.toISOString() });
    // No row: it would keep the number that is to be forgotten.
    await publishFact(this.work, { id: newId(), key: crn }, told);
  }
}
