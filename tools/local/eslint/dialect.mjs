// One dialect: what can be said in two ways is said in one.

/** What stands between the brackets of a literal, without the comma that may end it. */
const inside = (source, node) => {
  const text = source.getText(node).slice(1, -1).trim();
  return text.endsWith(',') ? text.slice(0, -1) : text;
};

/** `...{ a, b }` and `...[a, b]` say nothing that `a, b` does not. */
export const literalSpreads = {
  meta: {
    type: 'problem',
    fixable: 'code',
    schema: [],
    messages: { literal: 'What is spread here is written out: say its members themselves.' },
  },
  create: (context) => ({
    SpreadElement: (node) => {
      const isPair =
        (node.argument.type === 'ObjectExpression' && node.parent.type === 'ObjectExpression') ||
        (node.argument.type === 'ArrayExpression' && node.parent.type !== 'ObjectExpression');
      if (!isPair) return;
      const text = inside(context.sourceCode, node.argument);
      const comments = context.sourceCode.getCommentsInside(node).length > 0;
      const fix = text === '' || comments ? null : (fixer) => fixer.replaceText(node, text);
      context.report({ node, messageId: 'literal', fix });
    },
  }),
};

const NAMES = { Caller: 'caller', Me: 'me' };
const EACH_FUNCTION =
  ':matches(FunctionDeclaration, FunctionExpression, ArrowFunctionExpression, TSEmptyBodyFunctionExpression)';

/** Who asks is `caller` and `me`, what a handler is given is `ctx`, and an id in a path is `@Id('bookingId')`. */
export const oneName = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      name: 'This is called {{name}} everywhere.',
      id: "An id in a path is @Id('bookingId'); a name of others' making is @Param('crn', NameParam).",
    },
  },
  create: (context) => ({
    'Decorator > CallExpression[callee.name=/^(Caller|Me)$/]': ({ callee, parent }) => {
      const { parent: taken } = parent;
      const name = NAMES[callee.name];
      if (taken.type === 'Identifier' && taken.name !== name)
        context.report({ node: taken, messageId: 'name', data: { name } });
    },
    [`${EACH_FUNCTION} > .params`]: (node) => {
      const type = node.typeAnnotation?.typeAnnotation;
      if (type?.typeName?.name === 'EventContext' && node.name !== 'ctx')
        context.report({ node, messageId: 'name', data: { name: 'ctx' } });
    },
    'Decorator > CallExpression[callee.name="Param"][arguments.0.type="Literal"]': (node) => {
      if (node.arguments[1]?.name !== 'NameParam') context.report({ node, messageId: 'id' });
    },
  }),
};

/** How the type of each kind of input ends or begins; what is searched by a body is a query as well. */
const INPUTS = { Body: /^New[A-Z]|(Update|Query)$/, Query: /Query$/, Param: /Path$/ };

/** What a route takes is `NewX`, `XUpdate`, `XQuery` or `XPath`, in a file `x.dto.ts`; what it answers with stands in `x.reply.ts`. */
export const inputs = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      name: 'What a route takes is called NewX, XUpdate, XQuery or XPath, by where it comes from.',
      place: 'What a route takes stands in a file x.dto.ts.',
      reply: 'Replies stand in a file x.reply.ts, made by functions toX.',
    },
  },
  create: (context) => ({
    'ImportDeclaration[source.value=/\\.view$/]': (node) => context.report({ node, messageId: 'reply' }),
    'Decorator > CallExpression[callee.name=/^(Body|Query|Param)$/]': (call) => {
      const taken = call.parent.parent;
      const type = taken.typeAnnotation?.typeAnnotation;
      if (call.arguments.length > 0 || type?.type !== 'TSTypeReference') return;
      if (!INPUTS[call.callee.name].test(type.typeName.name)) context.report({ node: type, messageId: 'name' });
    },
    ClassDeclaration: (node) => {
      if (/\.controller\.ts$/.test(context.filename) && !/Controller$/.test(node.id.name))
        context.report({ node, messageId: 'place' });
    },
  }),
};

/** Classes in `x.service.ts` say what they are: they serve, or they only read. */
export const serviceNames = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { name: 'What serves is called XService; what only reads, XList or XReader.' },
  },
  create: (context) => ({
    'ExportNamedDeclaration > ClassDeclaration': (node) => {
      if (/\.service\.ts$/.test(context.filename) && !/(Service|List|Reader)$/.test(node.id.name))
        context.report({ node: node.id, messageId: 'name' });
    },
  }),
};

/** The forms of a CRN and of a prison number, as anybody would write them. */
const NUMBERS = /\[A-Z\](?:\\d|\[0-9\])(?:\{6\}|\{4\}\[A-Z\]\{2\})/i;

/** Numbers of people are known in one place. */
export const personNumbers = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { own: 'Ask isCrn, isNomsNumber or personNumbersIn of @throughcare/base/person-numbers.' },
  },
  create: (context) => ({
    'Literal[regex]': (node) => {
      if (NUMBERS.test(node.regex.pattern)) context.report({ node, messageId: 'own' });
    },
  }),
};
