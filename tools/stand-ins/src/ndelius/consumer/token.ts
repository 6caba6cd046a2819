export interface TokenOptions {
  url: string;
  clientId: string;
  secret: string;
}

const EARLY_SECONDS = 60;

/** The consumer's own token, asked for once and kept until shortly before it expires. */
export const ownToken = ({ url, clientId, secret }: TokenOptions): (() => Promise<string>) => {
  let held: { token: string; until: number } | undefined;
  const basic = Buffer.from(`${clientId}:${secret}`).toString('base64');
  return async () => {
    if (held && Date.now() < held.until) return held.token;
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Basic ${basic}`,
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      signal: AbortSignal.timeout(5000),
    });
    if (!response.ok) throw new Error(`token: ${response.status}`);
    const { access_token: token, expires_in: seconds } = (await response.json()) as Record<string, string & number>;
    held = { token: token!, until: Date.now() + (seconds! - EARLY_SECONDS) * 1000 };
    return token!;
  };
};
