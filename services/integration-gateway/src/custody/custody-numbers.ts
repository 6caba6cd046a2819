import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { IdentityService } from '../identity/identity.service';
import { NdeliusClient } from '../ndelius/ndelius.client';
import type { PersonRow } from './person-leases';

/** After so many failures (a good minute) it is published under the NOMS number, although nDelius could not be asked for the CRN. */
const PATIENCE_FOR_A_CRN = 3;

/** By which CRN nDelius knows somebody of whom a prison spoke. */
@Injectable()
export class CustodyNumbers {
  constructor(
    private readonly db: DataSource,
    private readonly identities: IdentityService,
    private readonly ndelius: NdeliusClient,
  ) {}

  /** From the map, else nDelius. While nDelius is down news waits a little for its CRN, but not for ever. */
  async crnOf({ noms_number, key, failures }: PersonRow): Promise<string | undefined> {
    const known = await this.identities.crnOf(this.db.manager, noms_number);
    if (known !== undefined) return known;
    try {
      const cases = await this.ndelius.summaries([noms_number]);
      await this.identities.learnFrom(cases);
      return cases.find(({ nomsId }) => nomsId === noms_number)?.crn;
    } catch (error) {
      if (key === null && failures < PATIENCE_FOR_A_CRN) throw error;
      return undefined;
    }
  }
}
