interface Answer {
  status: number;
  body: unknown;
}

const missing = (body: object): Answer => ({ status: 404, body: { status: 404, ...body } });

/** What nDelius, OASys, HMPPS Tier and prisons answer about people, from what a test puts in; in the owners' own shapes where there is nothing. */
export class RecordStandIns {
  /** Details of a case, by CRN. */
  readonly details = new Map<string, object>();
  /** Sections of OASys by `rosh/X900001`. */
  readonly oasys = new Map<string, object>();
  readonly tiers = new Map<string, object>();
  /** By prison number. */
  readonly adjudications = new Map<string, object>();
  readonly alerts = new Map<string, readonly object[]>();

  /** Undefined for what is none of these. */
  answer(pathname: string): Answer | undefined {
    const [, system = '', ...rest] = pathname.split('/');
    const path = rest.join('/');
    if (system === 'oasys') return this.found(this.oasys.get(path), { message: 'Latest layer 3 assessment not found' });
    if (system === 'tier')
      return this.found(this.tiers.get(rest[2] ?? ''), { developerMessage: 'Tier Result Not Found' });
    if (system === 'alerts') return { status: 200, body: { content: this.alerts.get(rest[1] ?? '') ?? [] } };
    if (/^probation-cases\/[^/]+\/details$/.test(path))
      return this.found(this.details.get(rest[1] ?? ''), { message: 'Person not found' });
    if (/^api\/offenders\/[^/]+\/adjudications$/.test(path))
      return this.found(this.adjudications.get(rest[2] ?? ''), { userMessage: 'Resource not found.' });
    return undefined;
  }

  private found(body: object | undefined, refusal: object): Answer {
    return body ? { status: 200, body } : missing(refusal);
  }
}
