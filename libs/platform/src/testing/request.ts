export interface TestResponse<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when it is JSON, else the text. */
  readonly body: T;
}

type Headers_ = Readonly<Record<string, string>>;

/** JSON over HTTP; errors are answers: `await request.as(token).post('/cas3/applications', {...})`. */
export class TestRequest {
  constructor(
    private readonly baseUrl: string,
    private readonly headers: Headers_ = {},
  ) {}

  /** The same with a bearer token. */
  as(token: string): TestRequest {
    return this.with({ authorization: `Bearer ${token}` });
  }

  with(headers: Headers_): TestRequest {
    return new TestRequest(this.baseUrl, { ...this.headers, ...headers });
  }

  get = <T = unknown>(path: string) => this.send<T>('GET', path);
  post = <T = unknown>(path: string, body: unknown = {}) => this.send<T>('POST', path, body);
  put = <T = unknown>(path: string, body: unknown = {}) => this.send<T>('PUT', path, body);
  patch = <T = unknown>(path: string, body: unknown = {}) => this.send<T>('PATCH', path, body);
  delete = <T = unknown>(path: string, body?: unknown) => this.send<T>('DELETE', path, body);

  /** A body that is text is sent as it is: for bodies that are not JSON. */
  async send<T = unknown>(method: string, path: string, body?: unknown): Promise<TestResponse<T>> {
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...this.headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }
}
