import { z } from 'zod';
import { loadConfig, serviceConfig } from './config';

const complete = {
  DATABASE_URL: 'postgres://booking:s3cret@127.0.0.1:5432/throughcare',
  PORT: '3103',
  AUTH_ISSUER: 'http://127.0.0.1:9090/auth/issuer',
  AUTH_JWKS_URL: 'http://127.0.0.1:9090/auth/.well-known/jwks.json',
  GATEWAY_URL: 'http://127.0.0.1:3105',
  REFERRAL_URL: 'http://127.0.0.1:3101',
  ASSESSMENT_URL: 'http://127.0.0.1:3102',
  BOOKING_URL: 'http://127.0.0.1:3103',
  PUBLIC_API_URL: 'http://127.0.0.1:8080',
  PUBLIC_UI_URL: 'http://127.0.0.1:8081',
};
const schema = z.object({ ...serviceConfig, QUEUE_NAME: z.string() });
const problemOf = (env: Record<string, string | undefined>): string => {
  try {
    loadConfig(schema, env);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
};

describe('loadConfig', () => {
  it('parses and fills in defaults', () => {
    expect(loadConfig(schema, { ...complete, QUEUE_NAME: 'q', UNRELATED: 'x' })).toMatchObject({
      PORT: 3103,
      HOST: '127.0.0.1',
      EVENT_BUS: 'postgres',
      LOG_LEVEL: 'info',
    });
  });

  it('names every missing variable in one error', () => {
    const message = problemOf({});
    for (const name of [...Object.keys(complete), 'QUEUE_NAME']) expect(message).toContain(`${name}: missing`);
    expect(message).not.toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
  });

  it('names missing and invalid ones together, and never a value', () => {
    const message = problemOf({
      ...complete,
      DATABASE_URL: 'mysql://u:s3cret@h/d',
      PORT: '70000',
      QUEUE_NAME: '',
      HOST: '',
    });
    expect(message).toMatch(/DATABASE_URL: .*\n.*PORT: .*\n.*QUEUE_NAME: missing/);
    expect(message).not.toMatch(/s3cret|70000|HOST/);
  });

  it('names what the chosen bus lacks beside everything else', () => {
    const message = problemOf({ ...complete, EVENT_BUS: 'sns', SNS_BUS_ACCOUNT_ID: '12' });
    expect(message).toMatch(/QUEUE_NAME: missing\n.*SNS_BUS_REGION: missing\n.*SNS_BUS_ACCOUNT_ID: must have/);
    expect(problemOf({ ...complete, QUEUE_NAME: 'q', EVENT_BUS: 'rabbit' }).match(/EVENT_BUS/g)).toHaveLength(1);
    const kafka = { ...complete, QUEUE_NAME: 'q', EVENT_BUS: 'kafka', KAFKA_BROKERS: 'a:9092' };
    expect(loadConfig(schema, kafka)).toMatchObject({ EVENT_BUS: 'kafka', KAFKA_BROKERS: 'a:9092' });
  });
});
