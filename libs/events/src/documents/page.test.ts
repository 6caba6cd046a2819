import { z } from 'zod';
import { catalogue } from '../catalogue';
import { defineEvent } from '../define-event';
import { asyncApiDocument } from './asyncapi';
import { declaredUses } from './consumers';
import { asyncApiHtml, catalogueHtml } from './html';
import { cataloguePage, fieldsOf } from './page';
import { dataSchema } from './json-schema';

const aDefinition = defineEvent({
  name: 'SampleMoved',
  type: 'sample.moved',
  version: 1,
  source: 'booking',
  audience: 'internal',
  meaning: 'A <sample> moved | away.',
  since: '0.2.0',
  deprecated: { since: '0.3.0', until: '2027-01-01', use: 'SampleCarried' },
  data: z.object({ id: z.uuid(), place: z.object({ line: z.string() }).optional(), tags: z.array(z.enum(['A', 'B'])) }),
  example: { id: '7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11', tags: ['A'] },
});
const uses = [{ service: 'passport', consumer: 'passport.samples', type: 'sample.moved', fields: ['id'] }];

describe('the catalogue page', () => {
  it('tells owner, audience, since, deprecation, consumers, fields and example', () => {
    const page = cataloguePage([aDefinition], uses);
    for (const words of [
      'Owner: booking',
      'Audience: internal',
      'Since: 0.2.0',
      'Deprecated: since 0.3.0, use SampleCarried; gone after 2027-01-01',
      'Consumers: passport (passport.samples)',
      '`place.line`',
      'A <sample> moved \\| away.',
      '"tags": [',
    ])
      expect(page).toContain(words);
  });

  it('says of every field whether it is always there', () => {
    expect(fieldsOf(dataSchema(aDefinition)).map(({ path, type, always }) => [path, type, always])).toEqual([
      ['id', 'string, uuid', true],
      ['place', 'object', false],
      ['place.line', 'string', false],
      ['tags', 'list of "A" | "B"', true],
    ]);
  });

  it('is HTML that nothing can be smuggled into, with a place for every event', () => {
    expect(catalogueHtml([aDefinition], uses)).toContain('A &lt;sample&gt; moved | away.');
    const html = catalogueHtml(catalogue, declaredUses());
    for (const { type, version } of catalogue) expect(html).toContain(`<h2 id="${type}.v${version}">`);
    expect(html).not.toMatch(/<script|http-equiv|src=/);
    const api = asyncApiHtml(asyncApiDocument(catalogue), catalogue);
    for (const { type, version } of catalogue) expect(api).toContain(`<h3 id="${type}.v${version}">`);
  });

  it('shows what is new or going in the AsyncAPI document too', () => {
    expect(asyncApiDocument([aDefinition]).components.messages['SampleMoved.v1']).toMatchObject({
      'x-since': '0.2.0',
      'x-deprecated': { use: 'SampleCarried' },
    });
  });

  it('names a successor for everything that goes', () => {
    const names = catalogue.map(({ name }) => name);
    for (const { name, deprecated } of catalogue)
      if (deprecated) expect([name, names]).toEqual([name, expect.arrayContaining([deprecated.use])]);
  });
});
