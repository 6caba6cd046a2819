import { z } from 'zod';
import { catalogue } from './catalogue';
import { defineEvent, dataschemaOf, type EventEnvelope } from './define-event';
import { missingUpcasters, upcast, upcasters, type Upcaster } from './upcast';

const steps: Upcaster[] = [
  { type: 'door.opened', from: 1, up: (data) => ({ room: (data as { door: string }).door }) },
  { type: 'door.opened', from: 2, up: (data) => ({ ...(data as object), by: 'unknown' }) },
  { type: 'door.closed', from: 1, up: () => ({}) },
];
const opened = (version: number, data: unknown) =>
  ({ type: 'door.opened', dataschema: dataschemaOf('door.opened', version), data }) as EventEnvelope;

const aDefinition = (version: number) =>
  defineEvent({
    name: 'DoorOpened',
    type: 'door.opened',
    version,
    source: 'test',
    audience: 'internal',
    meaning: 'A door opened.',
    data: z.object({}),
    example: {},
  });

describe('upcasting', () => {
  it('applies every step from the stored version to the newest', () => {
    expect(upcast(opened(1, { door: 'A' }), steps)).toEqual(opened(3, { room: 'A', by: 'unknown' }));
    expect(upcast(opened(2, { room: 'A' }), steps)).toEqual(opened(3, { room: 'A', by: 'unknown' }));
  });

  it('leaves the newest version and the stored object alone', () => {
    const stored = opened(1, { door: 'A' });
    upcast(stored, steps);
    expect(stored).toEqual(opened(1, { door: 'A' }));
    expect(upcast(opened(3, {}), steps)).toEqual(opened(3, {}));
  });

  it('exists for every version that is not the first', () => {
    expect(missingUpcasters(catalogue, upcasters)).toEqual([]);
  });

  it('is missed when a new version comes without a step', () => {
    expect(missingUpcasters([aDefinition(1), aDefinition(4)], steps)).toEqual(['door.opened: no upcaster from 3 to 4']);
  });
});
