import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG } from '@throughcare/platform/config';
import { logger } from '@throughcare/platform/logging';
import type { GatewayConfig } from '../config';
import { applicationUrl, bookingUrl } from './public-links.rules';

const TIMEOUT_MS = 3_000;
const log = logger('public-links');

/** What a front end answers that does not have the page: one that has it asks a stranger to sign in, or says that it knows no such thing. */
const isMissing = async (url: string): Promise<boolean> => {
  try {
    const { status, headers } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    return status === 404 && !(headers.get('content-type') ?? '').includes('text/html');
  } catch {
    return false; // away is not missing: nothing can be said about it
  }
};

/** Links that staff of nDelius follow from our entries. At the start they are tried, because nobody here ever sees them fail. */
@Injectable()
export class PublicLinks implements OnApplicationBootstrap {
  constructor(@Inject(CONFIG) private readonly config: GatewayConfig) {}

  onApplicationBootstrap(): void {
    if (this.config.BACKGROUND === 'on') void this.check();
  }

  /** The links that lead nowhere, without ids; each is warned of. */
  async check(): Promise<string[]> {
    const base = this.config.PUBLIC_UI_URL.replace(/\/+$/, '');
    const ids = { bookingId: randomUUID(), premisesId: randomUUID(), bedspaceId: randomUUID() };
    const links = [
      ['/referrals/…', applicationUrl(base, randomUUID())],
      ['/properties/…', bookingUrl(base, ids)],
    ] as const;
    const missing: string[] = [];
    for (const [name, url] of links) if (await isMissing(url)) missing.push(name);
    if (missing.length > 0)
      log.warn({ code: 'PUBLIC_UI_WITHOUT_PAGES', missing }, 'PUBLIC_UI_URL names no front end with these pages');
    return missing;
  }
}
