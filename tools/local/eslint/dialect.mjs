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
