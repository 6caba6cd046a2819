import type { EventDefinition } from '../define-event';
import type { asyncApiDocument } from './asyncapi';
import type { Use } from './consumers';
import { dataSchema } from './json-schema';
import { anchorOf, deprecationOf, fieldsOf, readersOf, sinceOf } from './page';

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c}' +
  'table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #b1b4b6;padding:.3rem .6rem;text-align:left;vertical-align:top}' +
  'pre{background:#f3f2f1;padding:1rem;overflow:auto}h2{margin-top:3rem}a{color:#1d70b8}';

/** One file without scripts or anything loaded from elsewhere. */
const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${body}
</body>
</html>
`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    '<table>',
    `<thead><tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}</tbody>`,
    '</table>',
  ].join('\n');

const code = (text: string) => `<code>${escaped(text)}</code>`;
const link = (definition: EventDefinition, text: string) => `<a href="#${anchorOf(definition)}">${escaped(text)}</a>`;

const fieldTable = (definition: EventDefinition) =>
  table(
    ['Field', 'Type', 'Always', 'Meaning'],
    fieldsOf(dataSchema(definition)).map(({ path, type, always, about }) => [
      code(path),
      escaped(type),
      always ? 'yes' : 'no',
      escaped(about),
    ]),
  );

const article = (definition: EventDefinition, uses: readonly Use[]): string =>
  [
    `<h2 id="${anchorOf(definition)}">${escaped(definition.name)} v${definition.version}</h2>`,
    `<p>${code(definition.type)}: ${escaped(definition.meaning)}</p>`,
    table(
      ['Owner', 'Audience', 'Since', 'Deprecated', 'Consumers'],
      [
        [definition.source, definition.audience, sinceOf(definition), deprecationOf(definition)]
          .concat(readersOf(definition, uses).join(', ') || 'none')
          .map(escaped),
      ],
    ),
    fieldTable(definition),
    `<pre>${escaped(JSON.stringify(definition.example, null, 2))}</pre>`,
  ].join('\n');

/** The catalogue for people who subscribe. */
export const catalogueHtml = (catalogue: readonly EventDefinition[], uses: readonly Use[]): string =>
  page(
    'Events of Throughcare',
    [
      '<p>In order per key from one source, at least once: remember the ids you have handled. <em>Public</em> events are also told to other systems in the HMPPS envelope.</p>',
      table(
        ['Event', 'Owner', 'Audience', 'Meaning'],
        catalogue.map((definition) => [
          link(definition, definition.name),
          ...[definition.source, definition.audience, definition.meaning].map(escaped),
        ]),
      ),
      ...catalogue.map((definition) => article(definition, uses)),
    ].join('\n'),
  );

/** The AsyncAPI document for people: channels, who sends, and each message's fields. */
export const asyncApiHtml = (
  document: ReturnType<typeof asyncApiDocument>,
  catalogue: readonly EventDefinition[],
): string => {
  const channels = Object.entries(document.channels).map(([source, { address, description }]) => {
    const own = catalogue.filter((definition) => definition.source === source);
    return [
      `<h2 id="${escaped(source)}">${code(address)}</h2>`,
      `<p>${escaped(description)}</p>`,
      `<p>Sent by ${escaped(source)}; messages: ${own.map((definition) => link(definition, definition.name)).join(', ')}</p>`,
      ...own.map((definition) =>
        [
          `<h3 id="${anchorOf(definition)}">${escaped(definition.name)} v${definition.version}</h3>`,
          `<p>${code(definition.type)}, ${escaped(document.defaultContentType)}: ${escaped(definition.meaning)}</p>`,
          fieldTable(definition),
        ].join('\n'),
      ),
    ].join('\n');
  });
  const { title, description, version } = document.info;
  const intro = `<p>AsyncAPI ${document.asyncapi}, version ${escaped(version)}. ${escaped(description)} The machine-readable document is <a href="asyncapi.yaml">asyncapi.yaml</a>.</p>`;
  return page(title, [intro, ...channels].join('\n'));
};
