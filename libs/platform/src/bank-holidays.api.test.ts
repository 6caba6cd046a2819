import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { BankHolidays } from './bank-holidays';
import { BANK_HOLIDAYS } from '@throughcare/base/calendar';
import { Background } from './background';
import { DoctorChecks } from './health';
import { MetricSources } from './metrics';
import { until } from './testing';
import { configureLogging } from './logging';
import { listenOnLoopback } from './testing/loopback';

const feedWith = (...extra: string[]) => ({
  'england-and-wales': { events: [...BANK_HOLIDAYS, ...extra].map((date) => ({ title: 'x', date })) },
});

describe('the feed of bank holidays', () => {
  const idle = (BACKGROUND: 'on' | 'off' = 'off') =>
    new Background({ BACKGROUND }, new MetricSources(), new DoctorChecks());
  const now = new Date('2026-11-21T12:00:00Z');
  let server: Server;
  let url: string;
  let answer: { status: number; body: string };
  beforeAll(async () => {
    configureLogging({ name: 'test', level: 'silent' });
    server = createServer((_request, response) => response.writeHead(answer.status).end(answer.body));
    url = await listenOnLoopback(server);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is used when it is good, and its last good copy when it is not', async () => {
    const holidays = new BankHolidays({ BANK_HOLIDAYS_URL: url }, idle());
    answer = { status: 200, body: JSON.stringify(feedWith('2026-06-15')) };
    expect(await holidays.refresh(now)).toBe(true);
    for (answer of [
      { status: 500, body: '' },
      { status: 200, body: '<html>' },
      { status: 200, body: '{"england-and-wales":{"events":[]}}' },
    ]) {
      expect(await holidays.refresh(now)).toBe(false);
      expect(holidays.current().has('2026-06-15')).toBe(true);
    }
  });

  it('is asked for from the start on, and soon again after a failure, which shows', async () => {
    const background = idle('on');
    const holidays = new BankHolidays({ BANK_HOLIDAYS_URL: url }, background);
    answer = { status: 500, body: '' };
    background.onApplicationBootstrap();
    await until(async () => (await background.report())[0]?.failures === 1);
    answer = { status: 200, body: JSON.stringify(feedWith('2026-06-15')) };
    await until(() => holidays.current().has('2026-06-15'));
    await until(async () => (await background.report())[0]?.failures === 0);
    await background.stop();
  });

  it('is not asked for without an address', async () => {
    const holidays = new BankHolidays({ BANK_HOLIDAYS_URL: undefined }, idle());
    expect(await holidays.refresh(now)).toBe(false);
    expect(holidays.current()).toBe(BANK_HOLIDAYS);
  });
});
