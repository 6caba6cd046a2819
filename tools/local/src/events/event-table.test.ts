import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { newestVersions } from '@throughcare/events/catalogue';
import { declaredUses } from '@throughcare/events/documents/consumers';
import { SyncParked } from '@throughcare/events/sync-parked.v1';
import { pageWith, tableOf } from './event-table';
import { root } from '../settings';

const use = { service: 'alpha', consumer: 'ledger', type: BookingConfirmed.type, fields: [] };
const rowOf = (table: string, event: string) => table.split('\n').find((line) => line.startsWith(`| **${event}**`));

describe('the table of events', () => {
  it('names the publisher and every consumer of an event', () => {
    const table = tableOf([BookingConfirmed, SyncParked], [use, { ...use, service: 'beta' }]);
    expect(rowOf(table, 'BookingConfirmed')).toContain('| public | booking | alpha (`ledger`)<br>beta (`ledger`) |');
    expect(rowOf(table, 'SyncParked')).toContain('| integration-gateway | – |');
  });

  it('stands between the markers of the page, and nothing else changes', () => {
    const page = 'before\n<!-- events:start -->\nold\n<!-- events:end -->\nafter\n';
    const written = pageWith(page, 'new');
    expect(written).toBe('before\n<!-- events:start -->\n\nnew\n\n<!-- events:end -->\nafter\n');
    expect(pageWith(written, 'new')).toBe(written);
  });

  it('is in docs/architecture.md as the contracts and consumers are now (npm run events writes it)', () => {
    const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
    expect(pageWith(page, tableOf(newestVersions, declaredUses()))).toBe(page);
  });

  it('refuses a page without markers and an event that does not exist', () => {
    expect(() => pageWith('no markers', 'new')).toThrow('lacks the lines');
    expect(() => tableOf([SyncParked], [use])).toThrow('alpha consumes accommodation.cas3.booking.confirmed');
  });
});
