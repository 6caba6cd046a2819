import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { registry } from '@throughcare/base/metric-registry';
import { MALFORMED } from '../bus/malformed';
import { shownType } from '../bus/shown-type';
import { connectionConfig } from '../database/connection';
import { Signals } from '../database/signals';
import { scratchDatabase, type ScratchDatabase } from '../../proof/harness/scratch-database';
import { Roster } from './roster';

describe('what is told of events that nobody handles', () => {
  let db: ScratchDatabase;
  let dataSource: DataSource;
  let signals: Signals;
  let consumer: string;

  beforeAll(async () => {
    db = await scratchDatabase(['assessment']);
    dataSource = await db.open('assessment');
    signals = new Signals(connectionConfig(dataSource));
  });
  beforeEach(() => (consumer = `test-${randomUUID().slice(0, 8)}`));
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await signals.close();
    await dataSource.destroy();
    await db.drop();
  });

  const rosterOf = async (wants: readonly string[]) => {
    const roster = new Roster({ dataSource, schema: 'assessment', handlerVersion: 'build', signals });
    await roster.join(new Map([[consumer, wants]]), () => Promise.resolve());
    return roster;
  };
  const passed = (type: string) => ({ type, shown: shownType(type) });
  const lines = () =>
    registry
      .text()
      .split('\n')
      .filter((line) => line.startsWith(`throughcare_unhandled_total{consumer="${consumer}"`));
  const written = () =>
    db.query('select contract, unhandled::int from assessment.consumer_want where consumer = $1 order by contract', [
      consumer,
    ]);

  it('names no type that no contract knows: whoever put the message there may have written a person into it', async () => {
    const said = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const roster = await rosterOf([BookingConfirmed.dataschema]);
    const foreign = ['X900001', 'Jane Example', '%', ...Array.from({ length: 100 }, () => randomUUID())];
    for (const type of foreign) roster.passed(consumer, passed(type), true);
    roster.passed(consumer, passed(MALFORMED), true);
    await roster.leave();
    expect(lines()).toEqual([
      `throughcare_unhandled_total{consumer="${consumer}",type="unknown"} ${foreign.length}`,
      `throughcare_unhandled_total{consumer="${consumer}",type="malformed"} 1`,
    ]);
    expect(said.mock.calls.flat().filter((line) => String(line).startsWith('EVENT_UNHANDLED'))).toHaveLength(2);
    expect(said.mock.calls.flat().join('\n')).not.toMatch(/X900001|Jane|%/);
    expect(await written()).toEqual([{ contract: BookingConfirmed.dataschema, unhandled: 0 }]);
  });

  it('names a type that an earlier release handled, though no contract of this one knows it any more', async () => {
    jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const old = await rosterOf(['urn:throughcare:event:accommodation.of.old:1']);
    await old.leave();
    const roster = await rosterOf([BookingConfirmed.dataschema]);
    roster.passed(consumer, passed('accommodation.of.old'), false);
    await roster.leave();
    expect(lines()).toEqual([`throughcare_unhandled_total{consumer="${consumer}",type="accommodation.of.old"} 1`]);
    expect(await written()).toContainEqual({ contract: 'urn:throughcare:event:accommodation.of.old:1', unhandled: 1 });
  });
});
