import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { PersonErased } from '@throughcare/events/person-erased.v1';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { EntityManager } from 'typeorm';
import { survivorOf } from './merged-numbers';

/** People whom nDelius has deleted: every service is told, and what this one knows of them by their number alone goes. */
@Injectable()
export class ErasuresService {
  constructor(private readonly work: UnitOfWork) {}

  /** In the transaction of the message. A number that was merged into another is gone without anybody being deleted. */
  async erase(tx: EntityManager, crn: string, at: Date): Promise<void> {
    if ((await survivorOf(tx, 'crn', crn)) !== crn) return;
    const [link] = await tx.query<{ noms_number: string }[]>('select noms_number from identity_link where crn = $1', [
      crn,
    ]);
    for (const table of ['identity_link', 'known_details', 'followed_risk'])
      await tx.query(`delete from ${table} where crn = $1`, [crn]);
    const told = PersonErased.of({ crn, nomsNumber: link?.noms_number, erasedAt: at.toISOString() });
    // eslint-disable-next-line throughcare/aggregates -- a fact of its own: a row would keep the number that is to be forgotten
    await this.work.run(async (_, publish) => publish({ id: newId(), key: crn, version: 1 }, [told]));
  }
}
