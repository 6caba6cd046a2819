import type { Form, Page, Question } from '@throughcare/forms/form';

const ask = (field: string, kind: Question['kind'], over: Partial<Question> = {}): Question => ({
  field,
  kind,
  text: `What is the ${field}?`,
  required: true,
  errors: { empty: `Enter the ${field}` },
  ...over,
});
const page = (slug: string, questions: readonly Question[], over: Partial<Page> = {}): Page => ({
  slug,
  title: `Page ${slug}`,
  questions,
  next: { otherwise: null },
  ...over,
});
const kinds = [
  page(
    'needs',
    [
      ask('needs', 'checkboxes', {
        errors: { empty: 'Select the needs', invalid: 'Select either needs or “None”' },
        options: [
          { value: 'a', text: 'Need A', then: [ask('detail', 'notes', { max: 20 })] },
          { value: 'b', text: 'Need B' },
          { value: 'none', text: 'None', exclusive: true },
        ],
      }),
      ask('day', 'day', {
        text: 'Since when?',
        errors: { empty: 'Enter a date', invalid: 'Date must be a real date' },
      }),
    ],
    { next: { otherwise: 'agrees' } },
  ),
  page('agrees', [ask('agrees', 'yesNo', { errors: { empty: 'Select yes if they agree' } })], {
    next: { when: [{ if: { field: 'agrees', is: 'yes' }, goTo: 'place' }], otherwise: 'blocked' },
  }),
  page('blocked', [], { blocks: true, text: 'You cannot go on until they agree.' }),
  page('place', [ask('region', 'radios', { options: { list: 'regions' } })], { next: { otherwise: 'unit' } }),
  page('unit', [ask('unit', 'select', { options: { list: 'units' } })], { next: { otherwise: 'home' } }),
  page('home', [ask('home', 'address')], { next: { otherwise: 'who' } }),
  page('who', [ask('name', 'text', { max: 5 }), ask('email', 'email'), ask('phone', 'phone', { required: false })], {
    next: { otherwise: 'length' },
  }),
  page(
    'length',
    [ask('years', 'text', { text: 'Years', required: false }), ask('days', 'text', { text: 'Days', required: false })],
    {
      next: { otherwise: 'known' },
      length: {
        fields: ['years', 'days'],
        as: 'lengthOfIt',
        errors: { empty: 'Enter the length', invalid: 'Length must be a number' },
      },
    },
  ),
  page('known', [
    ask('team', 'derived', { text: 'Team' }),
    ask('hidden', 'derived', { text: 'Hidden', required: false }),
    ask('alerts', 'imported', { text: 'Alerts' }),
  ]),
  page('team', [ask('team', 'text')], { corrects: { page: 'known', field: 'team' }, next: { otherwise: 'known' } }),
];
/** A form with a page for each kind of question, and another task after it. */
export const form: Form = {
  name: 'test',
  version: 1,
  sections: [
    {
      slug: 'all',
      title: 'All kinds',
      tasks: [
        { slug: 'kinds', title: 'Kinds', first: 'needs', opensAfter: [], pages: kinds },
        {
          slug: 'last',
          title: 'Last part',
          first: 'word',
          opensAfter: ['kinds'],
          pages: [page('word', [ask('word', 'notes')])],
        },
      ],
    },
  ],
};
