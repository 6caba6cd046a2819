import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ASYNCAPI = 'libs/events/generated/asyncapi.yaml';
const handlers = `
import { OnEvent } from '@throughcare/messaging/event-pattern';
const STAYS = 'stays';
const consumer = 'moves';
const options = { consumer } as const;
export class StayEvents {
  @OnEvent(BookingConfirmed, { consumer: 'ledger', kind: 'effect' })
  async confirmed(@Payload() event: EventOf<typeof BookingConfirmed>) {}
  @OnEvent('accommodation.cas3.person.arrived', { consumer: STAYS })
  async arrived() {}
  @OnEvent(PersonDeparted, options)
  async departed() {}
}`;
const shared = `
export class StaffEvents {
  @OnEvent(StaffUpdated, { consumer: 'staff' })
  async updated() {}
}`;

const aRepository = (files: Record<string, string> = {}) => {
  const root = mkdtempSync(join(tmpdir(), 'throughcare-table-'));
  mkdirSync(dirname(join(root, ASYNCAPI)), { recursive: true });
  cpSync(join(__dirname, '../../..', ASYNCAPI), join(root, ASYNCAPI));
  const all = {
    'docs/architecture.md': 'before\n<!-- events:start -->\n<!-- events:end -->\nafter\n',
    'libs/platform/src/staff.ts': shared,
    'services/alpha/src/stay.events.ts': handlers,
    'services/alpha/src/app.module.ts': 'const controllers = [StayEvents, StaffEvents];',
    'services/alpha/src/stay.events.test.ts': handlers.replace('ledger', 'only-in-a-test'),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
};

const run = (root: string, ...args: string[]) => {
  try {
    execFileSync(process.execPath, [join(__dirname, '../event-table.mjs'), '--root', root, ...args], { stdio: 'pipe' });
    return '';
  } catch (error) {
    return String((error as { stderr: Buffer }).stderr).trim();
  }
};
const page = (root: string) => readFileSync(join(root, 'docs/architecture.md'), 'utf8');
const row = (root: string, event: string) =>
  page(root)
    .split('\n')
    .find((line) => line.startsWith(`| **${event}**`));

describe('the table of events', () => {
  it('names publisher and consumers between the markers, and nothing else changes', () => {
    const root = aRepository();
    expect(run(root)).toBe('');
    expect(row(root, 'BookingConfirmed')).toContain('| public | booking | alpha (`ledger`) |');
    expect(row(root, 'PersonArrived')).toContain('| alpha (`stays`) |');
    expect(row(root, 'PersonDeparted')).toContain('| alpha (`moves`) |');
    expect(row(root, 'StaffUpdated')).toContain('| alpha (`staff`) |');
    expect(row(root, 'SyncParked')).toContain('| integration-gateway | – |');
    expect(page(root)).not.toContain('only-in-a-test');
    expect(page(root)).toMatch(/^before\n[^]*after\n$/);
  });

  it('is found out of date by the check, which passes once it was written', () => {
    const root = aRepository();
    expect(run(root, '--check')).toContain('out of date');
    run(root);
    expect(run(root, '--check')).toBe('');
  });

  it('refuses a page without markers, a computed consumer and an event that does not exist', () => {
    expect(run(aRepository({ 'docs/architecture.md': 'no markers' }))).toContain('lacks the lines');
    const computed = handlers.replace("'ledger'", 'nameOf(x)');
    expect(run(aRepository({ 'services/beta/src/b.events.ts': computed }))).toContain('not a plain string');
    const unknown = handlers.replace('BookingConfirmed,', 'BookingPainted,');
    expect(run(aRepository({ 'services/beta/src/b.events.ts': unknown }))).toContain('not in the catalogue');
  });
});
