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
