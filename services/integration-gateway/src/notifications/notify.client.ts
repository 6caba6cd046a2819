import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { CONFIG } from '@throughcare/platform/config';
import { HttpClient } from '@throughcare/platform/http';
import { z } from 'zod';
import type { GatewayConfig } from '../config';
import type { Template } from '../config/templates';

const Sent = z.object({ id: z.string() });
const Found = z.object({ notifications: z.array(Sent) });
const ID_LENGTH = 36;

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Notify's own kind of token. The key ends with the id of the service and its secret, as Notify hands it out. */
const tokenOf = (key: string, now: Date): string => {
  const secret = key.slice(-ID_LENGTH);
  const iss = key.slice(-(2 * ID_LENGTH + 1), -(ID_LENGTH + 1));
  const signed = `${encoded({ typ: 'JWT', alg: 'HS256' })}.${encoded({ iss, iat: Math.floor(now.getTime() / 1000) })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
};

export interface Email {
  /** Ours, under which Notify finds it again. */
  readonly reference: string;
  readonly address: string;
  readonly template: Template;
  readonly personalisation: Readonly<Record<string, string>>;
}

/** GOV.UK Notify. `isOn` is false without a key and the ids of the templates: then nobody is written to. */
@Injectable()
export class NotifyClient {
  private readonly http: HttpClient;

  constructor(@Inject(CONFIG) private readonly config: GatewayConfig) {
    this.http = new HttpClient({ name: 'notify', baseUrl: config.NOTIFY_URL, timeoutMs: 10_000 });
  }

  get isOn(): boolean {
    const { NOTIFY_API_KEY: key, NOTIFY_TEMPLATES: templates } = this.config;
    return key !== undefined && templates !== undefined;
  }

  /** Whether an earlier attempt, whose answer was lost, has arrived: Notify itself does not refuse a second one. */
  async has(reference: string): Promise<boolean> {
    const answer = await this.http.get('/v2/notifications', {
      token: this.token(),
      query: { reference },
      schema: Found,
    });
    return answer.notifications.length > 0;
  }

  async send({ reference, address, template, personalisation }: Email): Promise<void> {
    const body = {
      email_address: address,
      template_id: this.config.NOTIFY_TEMPLATES?.[template],
      personalisation,
      reference,
    };
    await this.http.post('/v2/notifications/email', body, { token: this.token(), schema: Sent });
  }

  private token(): string {
    return tokenOf(this.config.NOTIFY_API_KEY ?? '', clock.now());
  }
}
