import type { SendFailure } from '../ledger.rules';

/** What of an SDK error tells whether the message left. */
export interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number | undefined };
  readonly $response?: { readonly headers?: Readonly<Record<string, string | undefined>> };
}

const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** The message itself is refused: it would be the next time too. */
const PERMANENT = /^(InvalidParameter|InvalidParameterValue|ParameterValueInvalid|Validation)(Exception)?$/;

const neverSent = ({ name = '', message = '', code = '' }: SdkError): boolean =>
  NEVER_CONNECTED.has(code) ||
  name === 'CredentialsProviderError' ||
  message.includes('did not establish a connection');

const retryAfterOf = ({ $response }: SdkError): number | undefined => {
  const header = $response?.headers?.['retry-after']?.trim() ?? '';
  return /^\d+$/.test(header) ? Math.min(Number(header), 3_600) : undefined;
};

/**
 * Whether anything left. A refusal (4xx), 503 ("I cannot handle it now") and a connection that never stood certainly sent
 * nothing; any other 5xx, a reset and a time-out may have: the answer was lost, not the message.
 */
export const failureOf = (error: SdkError): SendFailure => {
  const status = error.$metadata?.httpStatusCode;
  const refused = status !== undefined && ((status >= 400 && status < 500) || status === 503);
  const retryAfter = retryAfterOf(error);
  return {
    code: (error.code ?? error.name ?? 'UNKNOWN').slice(0, 100),
    unsent: refused || (status === undefined && neverSent(error)),
    permanent: status === 400 && PERMANENT.test(error.name ?? ''),
    ...(retryAfter !== undefined && { retryAfter }),
  };
};
