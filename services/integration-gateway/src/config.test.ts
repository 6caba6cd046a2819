import { gatewayConfig } from './config';

it('F-012: the gateway does not start in production without saying whom it believes', () => {
  expect(() => gatewayConfig({ NODE_ENV: 'production' })).toThrow(/HMPPS_TRUSTED_TOPIC_ARNS: missing/);
  expect(() => gatewayConfig({ NODE_ENV: 'production' })).toThrow(/HMPPS_PRODUCERS: missing/);
  expect(() => gatewayConfig({})).not.toThrow(/HMPPS_PRODUCERS/);
});
