import { gatewayConfig } from './config';
import { TEMPLATES, Templates } from './config/templates';

it('F-012: the gateway does not start in production without saying whom it believes', () => {
  expect(() => gatewayConfig({ NODE_ENV: 'production' })).toThrow(/HMPPS_TRUSTED_TOPIC_ARNS: missing/);
  expect(() => gatewayConfig({ NODE_ENV: 'production' })).toThrow(/HMPPS_PRODUCERS: missing/);
  expect(() => gatewayConfig({})).not.toThrow(/HMPPS_PRODUCERS/);
});

describe('templates of GOV.UK Notify', () => {
  const ids = Object.fromEntries(TEMPLATES.map((name) => [name, crypto.randomUUID()]));
  const { 'place-offered': _, ...some } = ids;

  it.each([
    ['all four', ids, true],
    ['one missing', some, false],
    ['an id that is none', { ...ids, 'place-offered': 'offer' }, false],
    ['one that nobody sends', { ...ids, 'bed-lost': crypto.randomUUID() }, false],
  ])('%s: read %#', (_name, given, isRead) => {
    expect(Templates.safeParse(JSON.stringify(given)).success).toBe(isRead);
  });

  it('a key that is not Notify’s stops the start', () => {
    expect(() => gatewayConfig({ NOTIFY_API_KEY: 'secret' })).toThrow(/NOTIFY_API_KEY/);
    const key = `live-${crypto.randomUUID()}-${crypto.randomUUID()}`;
    expect(() => gatewayConfig({ NOTIFY_API_KEY: key })).not.toThrow(/NOTIFY_API_KEY/);
  });
});
