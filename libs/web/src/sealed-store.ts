import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { SessionData, Store } from 'express-session';

const IV_BYTES = 12;
const TAG_BYTES = 16;

interface Sealer {
  seal(text: string): string;
  /** Undefined for what another key sealed, or what was changed. */
  open(sealed: string): string | undefined;
}

/** AES-256-GCM under a key that is derived from the application's secret; a new secret ends every session. */
export const sealer = (secret: string): Sealer => {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'throughcare web session', 32));
  return {
    seal: (text) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const body = bytes.subarray(IV_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
};

type Done = (error?: unknown) => void;
type Got = (error: unknown, data?: SessionData | null) => void;

/**
 * The same store, whose rows hold tokens and whatever else a session has only sealed: whoever reads the table, or a backup of
 * it, can use none of them. The cookie's description stays readable, because stores take the row's end from it.
 */
export const sealStore = <S extends Store>(store: S, secret: string): S => {
  const { seal, open } = sealer(secret);
  const set = store.set.bind(store);
  const get = store.get.bind(store);
  store.set = (sid: string, data: SessionData, done?: Done) => {
    const row = { cookie: data.cookie, sealed: seal(JSON.stringify(data)) };
    set(sid, row as unknown as SessionData, done);
  };
  store.get = (sid: string, done: Got) => {
    get(sid, (error: unknown, row?: SessionData | null) => {
      const held = (row as { sealed?: unknown } | null | undefined)?.sealed;
      const text = typeof held === 'string' ? open(held) : undefined;
      done(error, text === undefined ? null : (JSON.parse(text) as SessionData));
    });
  };
  return store;
};
