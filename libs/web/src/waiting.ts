import type { Request, Response } from 'express';
import { clock } from '@throughcare/base/clock';
import { sealer } from './session/sealer';
import type { Notice } from './session/session';

/** What is remembered of somebody who has not signed in yet. */
export interface Waiting {
  /** A sign-in that has left for the identity provider. */
  readonly pending?: { readonly state: string; readonly verifier: string };
  /** Where to go after sign-in: a path of ours. */
  readonly returnTo?: string;
  readonly notice?: Notice;
}

const LASTS_MS = 15 * 60_000;
/** Browsers drop cookies of more than 4 kB. */
const LONGEST_PATH = 1_500;

/** Keeps that in the visitor's own browser, sealed and for a quarter of an hour: a stranger makes us store nothing. */
export class WaitingRoom {
  private readonly sealer: ReturnType<typeof sealer>;
  private readonly name: string;

  constructor(
    secret: string,
    private readonly isSecure: boolean,
  ) {
    this.sealer = sealer(`${secret} sign-in`);
    this.name = `${isSecure ? '__Host-' : ''}throughcare-sign-in`;
  }

  read(request: Request): Waiting {
    const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
    const sealed = pairs.find((pair) => pair.startsWith(`${this.name}=`))?.slice(this.name.length + 1) ?? '';
    const text = this.sealer.open(sealed.replaceAll(/%(2B|2F|3D)/gi, (code) => decodeURIComponent(code)));
    const { until = 0, ...waiting } = text ? (JSON.parse(text) as Waiting & { until?: number }) : {};
    return until > clock.now().getTime() ? waiting : {};
  }

  keep(response: Response, waiting: Waiting): void {
    const { returnTo = '/' } = waiting;
    const until = clock.now().getTime() + LASTS_MS;
    const kept = { ...waiting, returnTo: returnTo.length > LONGEST_PATH ? '/' : returnTo, until };
    response.cookie(this.name, this.sealer.seal(JSON.stringify(kept)), { ...this.options, maxAge: LASTS_MS });
  }

  forget(response: Response): void {
    response.clearCookie(this.name, this.options);
  }

  private get options() {
    return { httpOnly: true, sameSite: 'lax', secure: this.isSecure, path: '/' } as const;
  }
}
