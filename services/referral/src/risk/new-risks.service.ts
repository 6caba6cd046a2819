import { Injectable } from '@nestjs/common';
import type { PersonRisks } from '@throughcare/api/cas3/risks';
import { clock } from '@throughcare/base/clock';
import type { Principal } from '@throughcare/platform/auth';
import type { EntityManager } from 'typeorm';
import { ApplicationRisk } from './application-risk.entity';
import { dueAfter } from './risk.rules';
import { RisksClient } from './risks.client';

/** The risks that a draft begins with. */
@Injectable()
export class NewRisksService {
  constructor(private readonly client: RisksClient) {}

  /** For a draft that is about to be made. What cannot be had is marked, and holds nothing up. */
  ask(crn: string, caller: Principal): Promise<PersonRisks> {
    return this.client.forCaller(crn, caller);
  }

  /** With the new draft, in its transaction: from now on they are kept up to date. */
  async follow(tx: EntityManager, applicationId: string, risks: PersonRisks): Promise<void> {
    const dueAt = dueAfter(risks, 0, clock.now());
    const reading = { applicationId, latest: null, dueAt, tries: dueAt ? 1 : 0 };
    await tx.upsert(ApplicationRisk, reading, ['applicationId']); // the database made one, as it does for an older release
  }
}
