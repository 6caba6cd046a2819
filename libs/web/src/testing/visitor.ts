interface Form {
  readonly action: string;
  readonly fields: Record<string, string>;
}

const attribute = (tag: string, name: string): string =>
  (new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '').replaceAll('&amp;', '&').replaceAll('&quot;', '"');

/** What is typed into a form; several boxes are ticked by a list. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

const bodyOf = (fields: Typed): URLSearchParams =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
  );

export interface Seen {
  readonly status: number;
  readonly url: string;
  readonly html: string;
  readonly headers: Headers;
  readonly title: string;
}

/** Somebody with cookies and without scripts: follows links, sends forms, and goes where answers lead. */
export class Visitor {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly base: string) {}

  /** Signs in on the page of the stand-in. */
  static async signedIn(base: string, username: string): Promise<Visitor> {
    const visitor = new Visitor(base);
    const page = await visitor.get('/');
    await visitor.send(page, { username });
    return visitor;
  }

  get = (path: string): Promise<Seen> => this.follow('GET', new URL(path, this.base));

  /** Posts without looking at a page first. */
  post = (path: string, fields: Typed): Promise<Seen> => this.follow('POST', new URL(path, this.base), bodyOf(fields));

  /** Sends the form of the page that has this button, or its only one. */
  send(page: Seen, fields: Typed = {}, action?: string): Promise<Seen> {
    const form = formsOf(page.html).find((one) =>
      action === undefined ? one.action !== '/sign-out' : one.action === action,
    );
    if (!form) throw new Error(`No form ${action ?? ''} on ${page.url}`);
    return this.follow('POST', new URL(form.action, page.url), bodyOf({ ...form.fields, ...fields }));
  }

  /** Posts to another address with the token of the page's form. */
  sendTo(page: Seen, path: string, fields: Typed): Promise<Seen> {
    const _csrf = formsOf(page.html)[0]?.fields['_csrf'] ?? '';
    return this.post(path, { _csrf, ...fields });
  }

  cookie = (name: string): string | undefined => this.cookies.get(name);

  /** One request, its answer as it is. */
  async once(method: string, url: URL, body?: URLSearchParams): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(url.origin === new URL(this.base).origin && cookie !== '' && { cookie }) };
    const response = await fetch(url, { method, headers, redirect: 'manual', ...(body && { body }) });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    return response;
  }

  private async follow(method: string, url: URL, body?: URLSearchParams): Promise<Seen> {
    const response = await this.once(method, url, body);
    const location = response.headers.get('location');
    if (location) return this.follow('GET', new URL(location, url));
    const html = await response.text();
    const title = /<title[^>]*>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
    return { status: response.status, url: url.href, html, headers: response.headers, title };
  }
}

const formsOf = (html: string): Form[] =>
  [...html.matchAll(/<form[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => ({
    action: attribute(/<form[^>]*>/.exec(form)?.[0] ?? '', 'action'),
    fields: Object.fromEntries(
      [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
        attribute(tag, 'name'),
        attribute(tag, 'value'),
      ]),
    ),
  }));
