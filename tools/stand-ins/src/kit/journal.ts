import { createHash } from 'node:crypto';

/** One request that a stand-in saw. Bodies are kept as hashes only. */
export interface JournalEntry {
  seq: number;
  at: string;
  method: string;
  path: string;
  query: string;
  caller: string | null;
  user: string | null;
  traceId: string | null;
  accept: string | null;
  bodyHash: string | null;
  /** null when no answer left the stand-in. */
  status: number | null;
  latencyMs: number;
  fault: string | null;
}

const LIMIT = 20_000;

export class Journal {
  private entries: JournalEntry[] = [];
  private seq = 0;

  record(entry: Omit<JournalEntry, 'seq'>): void {
    this.entries.push({ seq: ++this.seq, ...entry });
    if (this.entries.length > LIMIT) this.entries.splice(0, LIMIT / 10);
  }

  /** Entries after a sequence number or at or after an instant; all of them without either. */
  since(mark?: string): JournalEntry[] {
    if (!mark) return [...this.entries];
    const seq = Number(mark);
    return this.entries.filter((entry) => (Number.isNaN(seq) ? entry.at >= mark : entry.seq > seq));
  }

  clear(): void {
    this.entries = [];
  }
}

export const hashOf = (body: Buffer): string | null =>
  body.length === 0 ? null : createHash('sha256').update(body).digest('hex').slice(0, 16);

/** Who a bearer token claims to be, unverified: for the journal and for matching fault rules only. */
export const claimsOf = (authorization: string | undefined): { caller: string | null; user: string | null } => {
  try {
    const [scheme, token] = (authorization ?? '').split(' ');
    if (scheme === 'Basic') return { caller: Buffer.from(token!, 'base64').toString().split(':')[0]!, user: null };
    const claims = JSON.parse(Buffer.from(token!.split('.')[1]!, 'base64url').toString()) as Record<string, string>;
    return { caller: claims['client_id'] ?? null, user: claims['user_name'] ?? null };
  } catch {
    return { caller: null, user: null };
  }
};
