import { CliError, EXIT, endWith } from './exit';
import type { Service, Settings } from './settings';

type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

const queryOf = (query: Query): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? (value as readonly string[]) : [String(value)]) params.append(name, each);
  }
  return params.size > 0 ? `?${params.toString()}` : '';
};

interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly 'invalid-params'?: readonly { propertyName: string; errorType: string }[];
}

const failureOf = (service: string, status: number, body: unknown): CliError => {
  const { code, detail, 'invalid-params': params = [] } = (body ?? {}) as Problem;
  const fields = params.map(({ propertyName, errorType }) => `${propertyName.replace('$.', '')} ${errorType}`);
  const why = fields.length > 0 ? fields.join(', ') : detail;
  const words = `${service} answered ${status}${code ? ` ${code}` : ''}${why ? `: ${why}` : ''}`;
  if (status === 400) return new CliError(EXIT.usage, words, code);
  if (status === 401 || status === 403) return new CliError(EXIT.unauthorised, words, code);
  if (status === 429 || status >= 500)
    return new CliError(status === 500 ? EXIT.unexpected : EXIT.unreachable, words, code);
  return new CliError(EXIT.refused, words, code);
};

const read = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
};

/** Without a token nobody can be asked, so no service is to blame. */
const NO_TOKEN = 'TOKEN_ENDPOINT_AWAY';

/** The operations API of every service, with a token of this client. */
export class Api {
  private token: Promise<string> | undefined;

  constructor(
    private readonly settings: Settings,
    /** Hears of services that do not answer while others do. */
    private readonly missed: (words: string) => void = () => undefined,
  ) {}

  get services(): readonly Service[] {
    return this.settings.services;
  }

  service(name: string): Service {
    const found = this.services.find((service) => service.name === name);
    if (!found) throw new CliError(EXIT.usage, `No service ${name}: ${this.services.map((s) => s.name).join(', ')}`);
    return found;
  }

  get<T>(service: Service, path: string, query: Query = {}): Promise<T> {
    return this.send<T>(service, 'GET', path + queryOf(query));
  }

  post<T>(service: Service, path: string, body: object = {}): Promise<T> {
    return this.send<T>(service, 'POST', path, body);
  }

  /**
   * The same question to all; answers in the order of the services. One that is away does not hide the others: it is
   * told, and the process ends with that. Throws when none answers.
   */
  async all<T>(ask: (service: Service) => Promise<T>): Promise<(Service & { answer: T })[]> {
    const { answers, away } = await this.ask(ask);
    if (answers.length === 0 && away[0]) throw away[0];
    for (const { message } of away) this.missed(message);
    if (away.length > 0) endWith(EXIT.unreachable);
    return answers;
  }

  /** Who answers the question, and who does not answer at all. */
  async ask<T>(
    ask: (service: Service) => Promise<T>,
  ): Promise<{ answers: (Service & { answer: T })[]; away: CliError[] }> {
    const away: CliError[] = [];
    const answers = await Promise.all(
      this.services.map(async (service) => {
        try {
          return [{ ...service, answer: await ask(service) }];
        } catch (error) {
          if (!(error instanceof CliError) || error.exitCode !== EXIT.unreachable || error.code === NO_TOKEN)
            throw error;
          away.push(error);
          return [];
        }
      }),
    );
    return { answers: answers.flat(), away };
  }

  /** The service that knows it: the first one whose answer is not "not found". Throws when that cannot be told. */
  async find<T>(ask: (service: Service) => Promise<T>): Promise<{ service: Service; answer: T } | undefined> {
    const { answers, away } = await this.ask(async (service) => {
      try {
        return { answer: await ask(service) };
      } catch (error) {
        if (error instanceof CliError && error.exitCode === EXIT.refused) return undefined;
        throw error;
      }
    });
    const known = answers.find(({ answer }) => answer !== undefined);
    if (!known && away[0]) throw away[0];
    return known?.answer && { service: { name: known.name, url: known.url }, answer: known.answer.answer };
  }

  private async send<T>(service: Service, method: string, path: string, body?: object): Promise<T> {
    this.token ??= this.settings.token === undefined ? this.fetchToken() : Promise.resolve(this.settings.token);
    const headers = {
      authorization: `Bearer ${await this.token}`,
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json' }),
    };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }), signal: AbortSignal.timeout(60_000) };
    const response = await this.reach(service.name, () => fetch(`${service.url}${path}`, init));
    const answer = await read(response);
    if (!response.ok) throw failureOf(service.name, response.status, answer);
    return answer as T;
  }

  private async fetchToken(): Promise<string> {
    const { tokenUrl, clientId, clientSecret, actor } = this.settings;
    if (!tokenUrl) throw new CliError(EXIT.usage, 'No token: set THROUGHCARE_TOKEN_URL, or THROUGHCARE_TOKEN');
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
    const body = new URLSearchParams({ grant_type: 'client_credentials', username: actor });
    const headers = { authorization: `Basic ${basic}` };
    const response = await this.reach(
      'The token endpoint',
      () => fetch(tokenUrl, { method: 'POST', headers, body }),
      NO_TOKEN,
    );
    const answer = (await read(response)) as { access_token?: string } | undefined;
    if (response.ok && answer?.access_token) return answer.access_token;
    throw new CliError(EXIT.unauthorised, `The token endpoint answered ${response.status} to client ${clientId}`);
  }

  private async reach(name: string, call: () => Promise<Response>, code?: string): Promise<Response> {
    try {
      return await call();
    } catch {
      throw new CliError(EXIT.unreachable, `${name} does not answer`, code);
    }
  }
}
