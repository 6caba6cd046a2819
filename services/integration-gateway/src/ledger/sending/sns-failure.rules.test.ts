import { failureOf } from './sns-failure.rules';

const status = (httpStatusCode: number, name = 'E') => ({ name, $metadata: { httpStatusCode } });

describe('a send that failed', () => {
  it.each([
    ['no such host', { code: 'ENOTFOUND' }],
    ['nobody listens', { code: 'ECONNREFUSED' }],
    ['no credentials', { name: 'CredentialsProviderError' }],
    ['no connection in time', { name: 'TimeoutError', message: 'the request socket did not establish a connection' }],
    ['too many requests', status(429)],
    ['throttled', status(400, 'Throttling')],
    ['not allowed', status(403, 'AuthorizationError')],
    ['no such topic', status(404, 'NotFound')],
    ['not now', status(503)],
  ])('sent nothing: %s', (_, error) => {
    expect(failureOf(error)).toMatchObject({ unsent: true, permanent: false });
  });

  it.each([
    ['an internal error', status(500)],
    ['a bad gateway', status(502)],
    ['a gateway time-out', status(504)],
    ['a reset', { code: 'ECONNRESET' }],
    ['no answer in time', { name: 'TimeoutError', message: 'a request has exceeded the configured requestTimeout' }],
    ['an answer nobody can read', { name: 'SyntaxError', $metadata: { httpStatusCode: 200 } }],
    ['anything else', {}],
  ])('may have sent it: %s', (_, error) => {
    expect(failureOf(error)).toMatchObject({ unsent: false, permanent: false });
  });

  it.each(['InvalidParameter', 'InvalidParameterException', 'ValidationException'])(
    'is for good when the message itself is refused: %s',
    (name) => {
      expect(failureOf(status(400, name))).toMatchObject({ unsent: true, permanent: true });
    },
  );

  it('carries what the other side asks us to wait', () => {
    const asked = (value: string) => failureOf({ ...status(429), $response: { headers: { 'retry-after': value } } });
    expect(asked('42').retryAfter).toBe(42);
    expect(asked('999999').retryAfter).toBe(3600);
    expect(asked('soon').retryAfter).toBeUndefined();
  });
});
