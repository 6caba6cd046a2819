import { isPublicOperation, publicOperations } from './match';

describe('public operations', () => {
  it('are those of both APIs, each once', () => {
    const lines = publicOperations.map(({ method, template }) => `${method} ${template}`);
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines).toHaveLength(158);
    for (const line of lines) expect(line).toMatch(/^(GET|PUT|POST|PATCH|DELETE) (\/([\w-]+|\{\w+\}))+$/);
  });

  it.each([
    ['GET', '/people/X900001/offences', true],
    ['GET', '/cas3/applications', true],
    ['POST', '/people/X900001/offences', false],
    ['GET', '/people/X900001/offences/', false],
    ['GET', '/people//offences', false],
    ['GET', '/people/X900001', false],
    ['GET', '/', false],
  ])('%s %s: %p', (method, path, is) => expect(isPublicOperation(method, path)).toBe(is));
});
