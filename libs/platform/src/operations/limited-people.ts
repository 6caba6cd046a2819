import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CONFIG } from '../config';
import type { ServiceConfig } from '../config';
import { HttpClient } from '../http';

const Answer = z.object({ limited: z.array(z.string()) });
/** A person at a page waits for it. */
const TIMEOUT_MS = 3_000;

/** Which people nDelius lets only some see: `POST {GATEWAY_URL}/ops/people/limited {numbers}` → `{ limited }`. */
@Injectable()
export class LimitedPeople {
  private readonly gateway: HttpClient;

  constructor(@Inject(CONFIG) config: Pick<ServiceConfig, 'GATEWAY_URL'>) {
    this.gateway = new HttpClient({ name: 'integration-gateway', baseUrl: config.GATEWAY_URL, timeoutMs: TIMEOUT_MS });
  }

  /** Those of these numbers. While it cannot be asked everybody counts as limited. */
  async among(numbers: readonly string[], token: string): Promise<readonly string[]> {
    if (numbers.length === 0) return [];
    try {
      return (await this.gateway.post('/ops/people/limited', { numbers }, { token, schema: Answer })).limited;
    } catch {
      return numbers;
    }
  }
}
