import { AppError, notFound } from '@throughcare/base/errors';
import { HttpClient } from '@throughcare/platform/http';
import type { Path } from '@throughcare/platform/http';
import type { z } from 'zod';
import { refusalCode } from '@throughcare/web/visit/refusals';
import type { Visit } from '@throughcare/web/visit/visit';
import type { Service } from '../config';

export interface Answer<T> {
  readonly service: string;
  readonly answer: T;
}

/** A service that gave none, and why. */
export interface Silent {
  readonly service: string;
  readonly why: string;
  /** It would answer whoever says why: nDelius may let only some see this person. */
  readonly needsReason?: boolean;
}

export interface Answers<T> {
  readonly answers: readonly Answer<T>[];
  readonly silent: readonly Silent[];
}

const WHY: Readonly<Record<string, string>> = {
  UPSTREAM_TIMEOUT: 'took too long to answer',
  UPSTREAM_FAILED: 'answered with an error',
  UPSTREAM_BUSY: 'is too busy to answer',
  UPSTREAM_UNREADABLE: 'gave an answer that cannot be read',
  UPSTREAM_REFUSED: 'does not accept your sign-in',
};

/** The service asks why somebody looks at this person. */
export const needsReason = (error: unknown): boolean => refusalCode(error) === 'REASON_NEEDED';
const REASON = 'needs a reason, because nDelius may let only some see this person';

const silenceOf = (service: string, error: AppError): Silent =>
  needsReason(error)
    ? { service, why: REASON, needsReason: true }
    : { service, why: WHY[error.code] ?? 'does not answer' };

const isSilence = (error: unknown): error is AppError =>
  error instanceof AppError && (error.kind === 'unavailable' || error.code === 'UPSTREAM_REFUSED');

/** Says which service it was, for the page that tells. */
const named = <T>(service: string, work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    if (!isSilence(error) || error.kind !== 'unavailable') throw error;
    const detail = `${service} ${WHY[error.code] ?? 'does not answer'}.`;
    throw new AppError(error.kind, error.code, { detail, cause: error });
  });

/** The operations APIs, asked with the token of the person who looks: what they may not see, the console does not see. */
export class OpsApi {
  constructor(
    private readonly clients: ReadonlyMap<string, HttpClient>,
    private readonly token: string,
  ) {}

  get names(): readonly string[] {
    return [...this.clients.keys()];
  }

  get<T>(service: string, path: string | Path, schema: z.ZodType<T>): Promise<T> {
    return named(service, this.client(service).get(path, { token: this.token, schema }));
  }

  post<T>(service: string, path: string | Path, body: object, schema: z.ZodType<T>, timeoutMs = 5_000): Promise<T> {
    return named(service, this.client(service).post(path, body, { token: this.token, timeoutMs, schema }));
  }

  /** A change whose answer nobody looks at. */
  async send(service: string, path: string | Path, body: object): Promise<void> {
    await named(service, this.client(service).post(path, body, { token: this.token, timeoutMs: 5_000 }));
  }

  /** The same question to all services: the answers of those that answer, and the others by name. */
  async all<T>(ask: (service: string) => Promise<T>, names = this.names): Promise<Answers<T>> {
    const silent: Silent[] = [];
    const answers = await Promise.all(
      names.map(async (service) => {
        try {
          return [{ service, answer: await ask(service) }];
        } catch (error) {
          if (!isSilence(error)) throw error;
          silent.push(silenceOf(service, error));
          return [];
        }
      }),
    );
    return { answers: answers.flat(), silent };
  }

  /** Undefined where the service says that there is no such thing. */
  async find<T>(service: string, path: string | Path, schema: z.ZodType<T>, reason?: string): Promise<T | undefined> {
    try {
      return await (reason === undefined
        ? this.get(service, path, schema)
        : this.post(service, path, { reason }, schema));
    } catch (error) {
      if (error instanceof AppError && error.kind === 'not-found') return undefined;
      throw error;
    }
  }

  private client(service: string): HttpClient {
    const client = this.clients.get(service);
    if (!client) throw notFound('NO_SUCH_SERVICE');
    return client;
  }
}

export type ApiOf = (visit: Pick<Visit, 'user'>) => OpsApi;

export const opsApis = (services: readonly Service[]): ApiOf => {
  const clients = new Map(
    services.map(({ name, url }) => [name, new HttpClient({ name, baseUrl: url, timeoutMs: 5_000 })]),
  );
  return ({ user }) => new OpsApi(clients, user.accessToken);
};
