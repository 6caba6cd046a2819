import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { countFindingsOf, countsOf, openOf, type Count } from './counts';

const root = resolve(__dirname, '../../../..');

it('the counts of this repository are within their bars, or listed as open with a reason', () => {
  const open = openOf(root);
  expect(countFindingsOf(countsOf(root), open)).toEqual([]);
  expect(Object.values(open).filter((why) => why.split(' ').length < 5)).toEqual([]);
});

const json = (value: unknown): string => JSON.stringify(value);
const operations = (...statuses: string[]) =>
  json({
    paths: Object.fromEntries(statuses.map((status, at) => [`/${at}`, { get: { responses: { [status]: {} } } }])),
  });

/** One of everything that is counted, with a fault in every second. */
const TREE: Readonly<Record<string, string>> = {
  'tools/local/structure.json': json({ 'libs/messaging': { order: ['bus', 'relay', 'publish'] } }),
  'libs/messaging/package.json': json({ exports: { './bus': {}, './relay': {} } }),
  'libs/messaging/src/bus/bus.ts': "import '../relay/relay';\n",
  'libs/messaging/src/relay/relay.ts': "import '../bus/bus';\n",
  'libs/messaging/src/publish/publish.ts': "import '../relay/relay';\n",
  'libs/messaging/proof/stress.ts': '',
  'libs/messaging/proof/stress.test.ts': '',
  'libs/api/package.json': json({ exports: { './reply': { '@throughcare/source': './src/reply.ts' } } }),
  'libs/api/src/reply.ts': "named('booking.made');\n",
  'services/referral/src/application/application.controller.ts':
    "import '@throughcare/api/reply';\nimport './service';\n  @Get()\n  @Post()\n",
  'services/referral/src/application/service.ts': 'work.run((tx, publish) => publish(it));\n',
  'services/referral/src/application/service.test.ts': 'publish();\n',
  'services/booking/src/booking.controller.ts': '  @Get()\n  @Put()\n\n\n',
  'services/booking/src/booking.rules.ts': '\n\n',
  'services/booking/src/migrations/1-tables.ts': '\n\n\n',
  'services/booking/src/testing/app.ts': '\n\n\n',
  'services/booking/src/routes.api.test.ts': 'everyRoute(start, {});\n',
  'services/booking/src/booking.events.ts': `
class Events {
  @OnEvent(made, view) made(event) { return this.service.made(event); }
  @OnEvents([gone], view) async gone(event) { await this.service.gone(event); }
  @OnEvent(moved, view) async moved(event, { tx }) { await tx.query('update'); }
  read() { return this.service.read(); }
}`,
  'services/booking/consumed-events.json': '{\n}\n',
  'services/passport/src/reads.ts': 'export const made = defineRead(Made, []);\n',
  'services/passport/consumed-events.json': '{\n}\n',
  'docs/openapi/booking.json': operations('200', '404'),
  'docs/openapi/throughcare.json': operations('404', '404'),
  'libs/reference/src/lists/regions.json': json(['a', 'b', 'c', 'd', 'e'].map((id) => ({ id: `region-${id}` }))),
  'services/booking/src/names.ts': "'region-a', 'region-b', 'region-c', 'region-d'\n",
  'web/staff/src/names.ts': "'region-a', 'region-b'\n",
  'libs/events/src/made.v1.ts': "export const Made = defineEvent({ type: 'x.cas3.booking.made', public: {} });\n",
  'libs/events/src/quiet.v1.ts': "export const Quiet = defineEvent({ type: 'x.cas3.booking.quiet' });\n",
  'services/integration-gateway/src/hmpps-out/reads.ts': 'export const making = defineRead(Made, []);\n',
  'services/integration-gateway/src/hmpps-out/detail.ts': "import type { making } from './public-reads';\n",
  'services/integration-gateway/samples/x.cas3.booking.made.json': '{}',
  'libs/forms/src/catalogues/cas3-referral.v1.json': json({ sections: [{ tasks: [{ pages: [{ a: [{ b: 1 }] }] }] }] }),
  'README.md': '## Follow one request\n\n1. [a](a.ts), [b](b.ts), [a](a.ts)\n\n## Guarantees\n\n[c](c.ts)\n',
};

describe('the counts', () => {
  let folder: string;
  let counts: Map<string, Count>;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'counts-'));
    for (const [file, text] of Object.entries(TREE)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    counts = new Map(countsOf(folder).map((count) => [count.name, count]));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['libs/messaging: rooms', 3],
    ['libs/messaging: arrows', 3],
    ['libs/messaging: rooms in a tangle', 2],
    ['libs/messaging: arrows in a tangle', 2],
    ['libs/messaging: arrows that run up', 2],
    ['libs/messaging: files in src', 3],
    ['libs/messaging: files in proof', 1],
    ['libs/messaging: files in circles', 2],
    ["files of libraries that referral's application.controller.ts brings in", 0],
    ['of contracts besides', 1],
    ['of the service itself', 2],
    ['modules that messaging exports', 2],
    ['operations with a typed response', 1],
    ['routes in an access matrix', 2],
    ['places in services that call publish', 1],
    ['lines of consumed-events.json by hand', 2],
    ['handlers that only delegate', 2],
    ['copies of a reference list by hand', 1],
    ['files by hand for a public event', 5],
    ['files to follow "confirm a booking"', 2],
    ['lines of data of a question page', 2],
    ['product lines per route: booking', 6],
    ['product lines per route: assessment', 0],
  ])('say of a small tree: %s %d', (name, value) => {
    expect(counts.get(name)?.value).toBe(value);
  });

  it('say how much of all it is', () => {
    expect(counts.get('operations with a typed response')?.shown).toBe('1 of 2');
    expect(counts.get('handlers that only delegate')?.shown).toBe('2 of 3');
    expect(counts.get('product lines per route: booking')?.shown).toBe('6 (13 for 2)');
  });
});

describe('the check of the counts', () => {
  const kept = { name: 'kept', value: 3, bar: 3 };
  const missed = { name: 'missed', value: 4, shown: '4 of 9', bar: 3 };

  it('lets pass what is within its bar, has none, or is listed', () => {
    expect(countFindingsOf([kept, missed, { name: 'shown', value: 9 }], { missed: 'for a reason' })).toEqual([]);
  });

  it('fails for a bar that is missed', () => {
    expect(countFindingsOf([kept, missed], {})).toEqual(['missed: 4 of 9, and the bar is 3']);
  });

  it('fails for an entry that is no longer true', () => {
    expect(countFindingsOf([kept], { kept: 'once', gone: 'long ago' })).toEqual([
      'kept is listed as open, and no longer is',
      'gone is listed as open, and no longer is',
    ]);
  });
});
