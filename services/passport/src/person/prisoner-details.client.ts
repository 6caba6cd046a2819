import { Inject, Injectable } from '@nestjs/common';
import { Reaches } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { CONFIG } from '@throughcare/platform/config';
import { AppError, notFound } from '@throughcare/base/errors';
import { HttpClient, path } from '@throughcare/platform/http';
import { z } from 'zod';
import type { PassportConfig } from '../config';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);

/** What the gateway says of a person; every member is there, null when empty. */
const PrisonerPersonal = z.object({
  prisonerNumber: z.string(),
  prisonId: z
    .string()
    .nullish()
    .transform((value) => value ?? 'OUT'),
  firstName: z.string(),
  middleNames: text,
  lastName: z.string(),
  releaseDate: text,
  releaseType: text,
  dateOfBirth: text,
  age: z
    .number()
    .int()
    .nullish()
    .transform((value) => value ?? null),
  location: text,
  facialImageId: text,
  mobile: text,
  telephone: text,
  email: text,
  prisonName: text,
  isHomeDetention: flag,
  isRecall: flag,
});
export type PrisonerPersonal = z.output<typeof PrisonerPersonal>;

const PRISONER = 'prisoner';

/** People's details, asked for in the caller's name, so that whoever may not see someone here does not. */
@Injectable()
export class PrisonerDetails {
  private readonly gateway: HttpClient;

  constructor(
    @Inject(CONFIG) config: PassportConfig,
    private readonly reaches: Reaches,
  ) {
    this.gateway = new HttpClient({ name: 'integration-gateway', baseUrl: config.GATEWAY_URL });
    reaches.delegate(PRISONER, (caller, nomsNumber) => this.of(nomsNumber, caller));
  }

  /**
   * Throws not-found for a person who is unknown or hidden from the caller, alike: a 403 signs existing clients out. An outage is
   * `unavailable`.
   */
  of(nomsNumber: string, caller: Principal): Promise<PrisonerPersonal> {
    const again = { by: PRISONER, key: nomsNumber };
    return this.reaches.delegated(caller, ['person'], again, () => this.ask(nomsNumber, caller.token));
  }

  private async ask(nomsNumber: string, token: string): Promise<PrisonerPersonal> {
    try {
      const reply = await this.gateway.get<unknown>(path`/people/prisoner/${nomsNumber}`, { token });
      return PrisonerPersonal.parse(reply);
    } catch (error) {
      const hidden = error instanceof AppError && ['not-found', 'forbidden'].includes(error.kind);
      throw hidden ? notFound('PERSON_NOT_FOUND') : error;
    }
  }
}
